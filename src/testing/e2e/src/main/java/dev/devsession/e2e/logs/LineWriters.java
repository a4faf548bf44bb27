package dev.devsession.e2e.logs;

import dev.devsession.e2e.Cluster;
import dev.devsession.e2e.Project;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;

/** Pods of the program {@code lines} in a namespace of their own, four to a Service. */
public final class LineWriters implements AutoCloseable {
  private static final String IMAGE = "devsession.local/lines:1";
  private static final int TO_A_SERVICE = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final KubernetesClient client;
  private final String namespace;

  private LineWriters(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** Builds the image and creates the namespace. */
  public static LineWriters prepare(Cluster cluster, KubernetesClient client, String namespace) {
    var archive = Project.path("src/testing/lines/target/image.tar");
    Project.run(cluster.environment(), "src/testing/go-image", "src/testing/lines", archive);
    Project.run(cluster.environment(), "src/testing/cluster/load", archive);
    client.resource(new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build()).create();
    return new LineWriters(client, namespace);
  }

  /**
   * Starts one.
   *
   * @param rate lines per second
   * @param count lines that each start writes
   * @param exit after how many lines it exits with an error, until a time; 0: never
   */
  public Pod start(int number, int rate, int count, int exit, Instant until) {
    var service = "s" + number / TO_A_SERVICE;
    if (number % TO_A_SERVICE == 0) {
      client.resource(new ServiceBuilder().withNewMetadata().withName(service).withNamespace(namespace).endMetadata()
          .withNewSpec().addToSelector("app", service).addNewPort().withPort(80).endPort().endSpec().build()).create();
    }
    return client.resource(new PodBuilder().withNewMetadata().withNamespace(namespace).withName(service + "-" + number)
        .addToLabels("app", service).endMetadata().withNewSpec().withTerminationGracePeriodSeconds(2L)
        .withAutomountServiceAccountToken(false).addNewContainer().withName("lines").withImage(IMAGE)
        .withImagePullPolicy("IfNotPresent")
        .withArgs("-rate=" + rate, "-count=" + count, "-exit=" + exit, "-until=" + until.getEpochSecond())
        .withNewResources().addToRequests("cpu", new io.fabric8.kubernetes.api.model.Quantity("1m")).endResources()
        .endContainer().endSpec().build()).create();
  }

  /** Waits until each of them runs or has run. */
  public void awaitStarted(int pods) {
    Awaitility.await().atMost(PATIENCE).ignoreExceptions()
        .until(() -> pods().stream().filter(p -> !p.getStatus().getContainerStatuses().isEmpty()
            && p.getStatus().getContainerStatuses().getFirst().getContainerID() != null).count() == pods);
  }

  /** Of all pods together, how often the program has started. */
  public int starts() {
    return pods().stream().flatMap(p -> p.getStatus().getContainerStatuses().stream())
        .mapToInt(c -> c.getRestartCount() + 1).sum();
  }

  /** Whether none waits for its next start. */
  public boolean allRun() {
    return pods().stream().flatMap(p -> p.getStatus().getContainerStatuses().stream())
        .allMatch(c -> c.getState().getRunning() != null);
  }

  public List<Pod> pods() {
    return client.pods().inNamespace(namespace).list().getItems();
  }

  public String namespace() {
    return namespace;
  }

  @Override
  public void close() {
    client.namespaces().withName(namespace).delete();
    Awaitility.await().atMost(PATIENCE).ignoreExceptions()
        .until(() -> client.namespaces().withName(namespace).get() == null);
  }
}
