package dev.devsession.chart;

import static io.fabric8.kubeapitest.KubeAPIServerConfigBuilder.anAPIServerConfig;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A real kube-apiserver with its etcd, without controllers and kubelets. It logs every request. Needs no root.
 */
final class ApiServer implements AutoCloseable {
  private final Path folder;
  private final KubeAPIServer server;
  private final KubernetesClient admin;

  ApiServer() {
    try {
      folder = Files.createTempDirectory("chart");
      var policy = Files.writeString(folder.resolve("policy.yaml"),
          "apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules: [{level: Metadata}]\n");
      server = new KubeAPIServer(anAPIServerConfig().withTestDir(programs()).withOfflineMode(true)
          .withUpdateKubeConfig(false).withApiServerFlag("--audit-policy-file", policy.toString())
          .withApiServerFlag("--audit-log-path", auditLog().toString())
          .withApiServerFlag("--service-node-port-range", "1-65535").build());
      server.start();
      Files.writeString(folder.resolve("kubeconfig"), server.getKubeConfigYaml());
      admin = new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(server.getKubeConfigYaml())).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String programs() {
    return Objects.requireNonNull(System.getenv("KUBE_API_TEST_DIR"),
        "No KUBE_API_TEST_DIR. Set it first: export KUBE_API_TEST_DIR=$(src/testing/cluster/apiserver)");
  }

  KubernetesClient admin() {
    return admin;
  }

  Path auditLog() {
    return folder.resolve("audit.log");
  }

  /** For helm and kubectl. */
  Map<String, String> environment() {
    return Map.of("KUBECONFIG", folder.resolve("kubeconfig").toString(), "HELM_CACHE_HOME", folder.toString(),
        "KUBECACHEDIR", folder.toString());
  }

  void namespace(String name, Map<String, String> labels) {
    admin.resource(new NamespaceBuilder().withNewMetadata().withName(name).withLabels(labels).endMetadata().build())
        .create();
  }

  /** A kubeconfig with a token of the operator's ServiceAccount, as its pod has it. */
  Path operatorsKubeconfig(String namespace) {
    var token = Tool.kubectl(environment(), "create", "token", "devsession", "--namespace", namespace).orFail().strip();
    var config = Config.fromKubeconfig(server.getKubeConfigYaml());
    try {
      return Files.writeString(folder.resolve(namespace + ".kubeconfig"), """
          apiVersion: v1
          kind: Config
          clusters: [{name: c, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
          users: [{name: u, user: {token: %s}}]
          contexts: [{name: x, context: {cluster: c, user: u}}]
          current-context: x
          """.formatted(config.getMasterUrl(), token));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    admin.close();
    server.stop();
    try (var files = Files.walk(folder)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the chart as a person would; the release and its ServiceAccount are both named devsession. */
  void install(String namespace, String... args) {
    var command = new java.util.ArrayList<>(List.of("install", "devsession", Rendered.CHART, "--namespace", namespace));
    command.addAll(List.of(args));
    Tool.helm(environment(), command.toArray(String[]::new)).orFail();
  }
}
