package dev.devsession.api.v1alpha1;

import static io.fabric8.kubeapitest.KubeAPIServerConfigBuilder.anAPIServerConfig;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A real kube-apiserver with its etcd and both CRDs. Needs no root; started once for all test classes of a run. */
final class ApiServer implements AutoCloseable {
  /** The committed CRDs, as people install them. */
  static final List<Path> CRDS = List.of(Path.of("yaml/devsessions.devsession.dev.yaml"),
      Path.of("yaml/swaps.devsession.dev.yaml"));

  private final KubeAPIServer server;
  private final List<KubernetesClient> clients = new ArrayList<>();

  private ApiServer() {
    server = new KubeAPIServer(
        anAPIServerConfig().withTestDir(programs().toString()).withOfflineMode(true).withUpdateKubeConfig(false)
            .build());
    server.start();
    try (var client = new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig())).build()) {
      for (var file : CRDS) {
        var crd = client.apiextensions().v1().customResourceDefinitions().load(file.toFile());
        crd.create();
        crd.waitUntilCondition(ApiServer::isEstablished, 30, TimeUnit.SECONDS);
      }
    } catch (RuntimeException e) {
      server.stop();
      throw e;
    }
  }

  /** Whether the server serves the kind; its status and conditions come one after the other. */
  static boolean isEstablished(CustomResourceDefinition crd) {
    return crd.getStatus() != null && crd.getStatus().getConditions() != null && crd.getStatus().getConditions()
        .stream().anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  /** The folder of kube-apiserver, etcd and kubectl, in the layout of kube-api-test. */
  static Path programs() {
    var folder = Path.of(Objects.requireNonNullElse(System.getenv("KUBE_API_TEST_DIR"), ""));
    if (!Files.isDirectory(folder.resolve("k8s"))) {
      throw new IllegalStateException("No kube-apiserver in KUBE_API_TEST_DIR (" + folder
          + "). Set it first: export KUBE_API_TEST_DIR=$(src/testing/cluster/apiserver)");
    }
    return folder;
  }

  String kubeconfig() {
    return server.getKubeConfigYaml();
  }

  /** A client in a namespace that this makes. It is closed with the server. */
  KubernetesClient clientIn(String namespace) {
    var config = Config.fromKubeconfig(kubeconfig());
    config.setNamespace(namespace);
    var client = new KubernetesClientBuilder().withConfig(config).build();
    client.resource(new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build()).create();
    clients.add(client);
    return client;
  }

  @Override
  public void close() {
    clients.forEach(KubernetesClient::close);
    server.stop();
  }

  /** Hands the server to test methods that ask for it. */
  static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == ApiServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context.getRoot().getStore(Namespace.GLOBAL).getOrComputeIfAbsent(ApiServer.class,
          type -> new ApiServer());
    }
  }
}
