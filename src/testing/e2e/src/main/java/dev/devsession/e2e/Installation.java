package dev.devsession.e2e;

import dev.devsession.kubeconfig.Kubeconfig;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A cluster with DevSession installed by its chart, from its images. One a process. */
public final class Installation {
  public static final String NAMESPACE = "devsession-system";
  private static Installation only;

  public final Cluster cluster;
  public final KubernetesClient client;
  final ServicePorts ports;

  private Installation(Cluster cluster) {
    this.cluster = cluster;
    var config = Kubeconfig.load(Optional.of(Path.of(cluster.environment().get("KUBECONFIG"))), Optional.empty());
    this.client = new KubernetesClientBuilder().withConfig(config).build();
    this.ports = ServicePorts.of(client);
  }

  /** The installation of this process, made at the first call; empty without a cluster. */
  public static synchronized Optional<Installation> find() {
    if (only == null) {
      var cluster = Cluster.find();
      if (cluster.isEmpty()) {
        return Optional.empty();
      }
      only = new Installation(cluster.get());
      Runtime.getRuntime().addShutdownHook(new Thread(only::remove, "remove"));
      only.cluster.load();
      only.install();
    }
    return Optional.of(only);
  }

  /** Installs the chart, or upgrades it. */
  public void install(String... more) {
    install(Path.of("helm/devsession"), more);
  }

  /** @param chart this build's, or another's */
  public void install(Path chart, String... more) {
    var command = new java.util.ArrayList<Object>(
        java.util.List.of("upgrade", "--install", "devsession", chart, "--namespace", NAMESPACE,
            "--create-namespace", "--reset-values", "--wait", "--timeout", "120s"));
    command.addAll(java.util.List.of(more));
    cluster.helm(command.toArray());
  }

  public void uninstall() {
    cluster.helm("uninstall", "devsession", "--namespace", NAMESPACE, "--wait", "--timeout", "240s");
  }

  /** Kills the operator as a lost node would: no warning, no grace. */
  public void killOperator() {
    client.pods().inNamespace(NAMESPACE).withLabel("app.kubernetes.io/name", "devsession").withGracePeriod(0).delete();
  }

  /** Waits until no namespace is on its way out: its end is many writes. */
  public void awaitNamespacesGone() {
    Awaitility.await().atMost(Duration.ofSeconds(DeployedShop.PATIENCE))
        .until(() -> client.namespaces().list().getItems().stream()
            .allMatch(n -> n.getMetadata().getDeletionTimestamp() == null));
  }

  /** The rights that the chart ships. */
  public ClusterRole operatorRole() {
    return client.rbac().clusterRoles().withName("devsession").get();
  }

  /** @param port a port of the shop's Services, as its manifest has it */
  public int servicePort(int port) {
    return ports.onThisCluster(port);
  }

  /** The address at which NodePorts answer. */
  public String nodeAddress() {
    return client.nodes().list().getItems().getFirst().getStatus().getAddresses().stream()
        .filter(a -> a.getType().equals("InternalIP"))
        .map(NodeAddress::getAddress).findFirst().orElseThrow();
  }

  private void remove() {
    if (cluster.kind() == Cluster.Kind.NAMED || cluster.kind() == Cluster.Kind.MINIKUBE) {
      uninstall();
    }
    cluster.close().run();
  }
}
