package dev.devsession.hollow;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** etcd, kube-apiserver and kube-controller-manager on loopback ports of their own; all they write is in one folder. */
final class ControlPlane implements AutoCloseable {
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(120);
  private final Path folder;
  private final Path programs = Programs.folder();
  private final int port;
  private final Deque<Part> parts = new ArrayDeque<>();

  /** Returns when the API server is ready. No controllers run yet. */
  ControlPlane(Path folder, List<String> apiServerFlags) {
    this.folder = folder;
    Programs.certificates(folder);
    var ports = freePorts(3);
    port = ports.getFirst();
    try {
      writeAccess();
      etcd(ports.get(1), ports.get(2));
      apiServer(ports.get(1), apiServerFlags);
      try (var client = client()) {
        awaitReady(client);
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** A kubeconfig with all rights. */
  Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** A new client with all rights. */
  KubernetesClient client() {
    var config = Config.fromKubeconfig(kubeconfig().toFile());
    config.setMaxConcurrentRequests(1000);
    config.setMaxConcurrentRequestsPerHost(1000);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private void etcd(int port, int peers) {
    var here = "http://127.0.0.1:" + port;
    var peer = "http://127.0.0.1:" + peers;
    start("etcd", "--data-dir", "etcd", "--unsafe-no-fsync", "--log-level", "warn", "--listen-client-urls", here,
        "--advertise-client-urls", here, "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
        "--initial-cluster", "default=" + peer);
  }

  private void apiServer(int etcd, List<String> more) {
    var flags = new ArrayList<>(List.of("--etcd-servers", "http://127.0.0.1:" + etcd, "--bind-address", "127.0.0.1",
        "--secure-port", String.valueOf(port), "--endpoint-reconciler-type", "none",
        "--tls-cert-file", "pki/apiserver.crt", "--tls-private-key-file", "pki/apiserver.key",
        "--token-auth-file", "tokens.csv", "--service-account-issuer", "https://kubernetes.default.svc",
        "--service-account-key-file", "pki/service-accounts.pub", "--service-account-signing-key-file",
        "pki/service-accounts.key", "--service-cluster-ip-range", "10.96.0.0/16", "--service-node-port-range",
        "1-65535", "--authorization-mode", "RBAC", "--max-requests-inflight", "2000",
        "--max-mutating-requests-inflight", "1000",
        // Pods run nothing here, so they need no account, and can be made as soon as their namespace is.
        "--disable-admission-plugins", "ServiceAccount"));
    flags.addAll(more);
    start("kube-apiserver", flags.toArray(String[]::new));
  }

  /** Starts the controllers. Kinds that are installed later are seen by the garbage collector within 30 s. */
  void controllers() {
    start("kube-controller-manager", "--kubeconfig", "kubeconfig", "--leader-elect=false", "--secure-port", "0",
        "--controllers", "deployment-controller,replicaset-controller,statefulset-controller,endpointslice-controller,"
            + "disruption-controller,garbage-collector-controller,namespace-controller",
        "--kube-api-qps", "1000", "--kube-api-burst", "2000", "--concurrent-deployment-syncs", "20",
        "--concurrent-replicaset-syncs", "20", "--concurrent-statefulset-syncs", "20",
        "--concurrent-service-endpoint-syncs", "20", "--concurrent-namespace-syncs", "20");
  }

  private void start(String program, String... arguments) {
    parts.push(new Part(folder, programs.resolve(program), arguments));
  }

  private void awaitReady(KubernetesClient client) {
    var start = System.nanoTime();
    while (!answers(client)) {
      parts.forEach(Part::check);
      if (System.nanoTime() - start > START_NANOS) {
        throw new IllegalStateException("the API server isn't ready after 120 s; its log is in " + folder);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static boolean answers(KubernetesClient client) {
    try {
      return "ok".equals(client.raw("/readyz"));
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  /** With a token: not every client reads the elliptic-curve keys of the certificates. */
  private void writeAccess() {
    var token = UUID.randomUUID();
    try {
      Files.writeString(folder.resolve("tokens.csv"), token + ",admin,admin,system:masters\n");
      Files.writeString(kubeconfig(), """
          apiVersion: v1
          kind: Config
          clusters: [{name: hollow, cluster: {server: "https://127.0.0.1:%d", certificate-authority-data: %s}}]
          users: [{name: admin, user: {token: %s}}]
          contexts: [{name: hollow, context: {cluster: hollow, user: admin}}]
          current-context: hollow
          """.formatted(port, Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("pki/ca.crt"))),
          token));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Integer> freePorts(int count) {
    var held = new ArrayList<ServerSocket>();
    try {
      for (var i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      var ports = held.stream().map(ServerSocket::getLocalPort).toList();
      for (var socket : held) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    parts.forEach(Part::close); // the last one started ends first
  }
}
