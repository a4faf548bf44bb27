package dev.devsession.agent;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A kube-apiserver with its etcd, as processes that a test can stop and start again on the same port. The binaries come
 * from {@code $KUBE_API_TEST_DIR/k8s/VERSION/}.
 */
final class ApiServer implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);

  private final Path directory;
  private final Path binaries;
  private final int etcdPort = freePort();
  private final int port = freePort();
  private final Process etcd;
  private Process server;

  private ApiServer(Path directory) throws IOException {
    this.directory = directory;
    this.binaries = binaries();
    writeKeys();
    this.etcd = launch("etcd", "--data-dir=" + directory.resolve("etcd"), "--unsafe-no-fsync",
        "--listen-client-urls=" + etcdUrl(), "--advertise-client-urls=" + etcdUrl(),
        "--listen-peer-urls=http://127.0.0.1:" + freePort());
    start();
  }

  /** Starts in this directory and returns when it serves. */
  static ApiServer in(Path directory) throws IOException {
    return new ApiServer(directory);
  }

  /** Starts again after {@link #stop()}, with all that it held. */
  void start() throws IOException {
    server = launch("kube-apiserver", "--etcd-servers=" + etcdUrl(), "--bind-address=127.0.0.1",
        "--secure-port=" + port,
        "--cert-dir=" + directory.resolve("certs"), "--service-account-issuer=https://devsession.test",
        "--service-account-signing-key-file=" + directory.resolve("sa.key"),
        "--service-account-key-file=" + directory.resolve("sa.key"), "--token-auth-file=" + directory.resolve("tokens"),
        "--authorization-mode=RBAC", "--service-cluster-ip-range=10.96.0.0/12", "--service-node-port-range=1-65535");
    try (KubernetesClient client = admin()) {
      await().atMost(START).pollInterval(Duration.ofMillis(200)).ignoreExceptions()
          .until(() -> "ok".equals(client.raw("/readyz")) && client.namespaces().withName("default").get() != null);
    }
  }

  /** Kills the server, but not its store. */
  void stop() {
    server.destroyForcibly();
    server.onExit().join();
  }

  /** A client that may do everything. */
  KubernetesClient admin() {
    Config config = Config.empty();
    config.setMasterUrl(url());
    config.setOauthToken("admin-token");
    config.setTrustCerts(true);
    config.setRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** Writes a kubeconfig with the contexts {@code admin} (current), and {@code ada}, who has no permissions. */
  Path writeKubeconfig(Path file, String namespace) throws IOException {
    return Files.writeString(file, """
        apiVersion: v1
        kind: Config
        clusters: [{name: test, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
        users: [{name: admin, user: {token: admin-token}}, {name: ada, user: {token: ada-token}}]
        contexts:
        - {name: admin, context: {cluster: test, user: admin, namespace: %s}}
        - {name: ada, context: {cluster: test, user: ada, namespace: %s}}
        current-context: admin
        """.formatted(url(), namespace, namespace));
  }

  /** Serves DevSessions and Swaps from now on. */
  void installCrds() throws IOException {
    try (KubernetesClient client = admin(); var files = Files.list(Path.of("../../crds/yaml"))) {
      for (var file : files.toList()) {
        client.load(Files.newInputStream(file)).serverSideApply();
      }
      for (var kind : List.of("devsessions", "swaps")) {
        client.apiextensions().v1().customResourceDefinitions().withName(kind + ".devsession.dev").waitUntilCondition(
            c -> c.getStatus() != null && c.getStatus().getConditions() != null
                && c.getStatus().getConditions().stream()
                    .anyMatch(x -> x.getType().equals("Established") && x.getStatus().equals("True")),
            30, TimeUnit.SECONDS);
      }
    }
  }

  /** Says of a DevSession what an operator would. */
  void patchStatus(String namespace, String session, String yaml) {
    try (KubernetesClient client = admin()) {
      client.genericKubernetesResources("devsession.dev/v1alpha1", "DevSession").inNamespace(namespace)
          .withName(session).subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE),
              Serialization.asJson(Serialization.unmarshal(yaml, Map.class)));
    }
  }

  @Override
  public void close() {
    stop();
    etcd.destroyForcibly();
    etcd.onExit().join();
  }

  int port() {
    return port;
  }

  private String url() {
    return "https://127.0.0.1:" + port;
  }

  private String etcdUrl() {
    return "http://127.0.0.1:" + etcdPort;
  }

  private Process launch(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(binaries.resolve(program).toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve(program + ".log").toFile())).start();
  }

  private void writeKeys() throws IOException {
    Files.writeString(directory.resolve("tokens"), """
        admin-token,admin,admin,"system:masters"
        ada-token,ada,ada
        """);
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      String key = Base64.getMimeEncoder(64, "\n".getBytes())
          .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
      Files.writeString(directory.resolve("sa.key"),
          "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path binaries() throws IOException {
    Path versions = Path.of(System.getenv().getOrDefault("KUBE_API_TEST_DIR", "unset")).resolve("k8s");
    if (!Files.isDirectory(versions)) {
      throw new IllegalStateException(
          "KUBE_API_TEST_DIR must name a directory with k8s/VERSION/{etcd,kube-apiserver}; looked for " + versions);
    }
    try (var all = Files.list(versions)) {
      return all.sorted().findFirst().orElseThrow();
    }
  }

  /**
   * Below the range that the kernel hands out for outgoing connections, so no connection takes it while a server is
   * down.
   */
  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
      try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (IOException e) {
        // Taken: draw again.
      }
    }
  }
}
