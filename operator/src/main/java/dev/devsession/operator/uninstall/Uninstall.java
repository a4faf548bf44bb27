package dev.devsession.operator.uninstall;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.operator.cluster.Events;
import dev.devsession.operator.cluster.KubernetesClients;
import dev.devsession.operator.cluster.RestoreLog;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.restore.ManagedObjects;
import dev.devsession.restore.OfflineRestore;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the end of all sessions, gives a running operator time to restore what they hold, and restores what is left
 * from the marks alone. It ends within bounds whether or not an operator runs.
 */
public final class Uninstall {
  private static final Logger LOG = LoggerFactory.getLogger(Uninstall.class);
  private static final Duration OPERATOR_TIME = Duration.ofSeconds(90);

  private final KubernetesClient client;
  private final OperatorConfig settings;

  private Uninstall(KubernetesClient client, OperatorConfig settings) {
    this.client = client;
    this.settings = settings;
  }

  public static void run(OperatorConfig settings) {
    try (var client = KubernetesClients.open()) {
      var uninstall = new Uninstall(client, settings);
      uninstall.deleteAll(DevSession.class);
      if (uninstall.operatorRuns()) {
        uninstall.await();
      }
      uninstall.restore();
    }
  }

  private void restore() {
    var restoring = new RestoreLog(new Events(client, Clock.systemUTC()));
    new OfflineRestore(client, OfflineRestore.USUAL_PATIENCE, restoring)
        .run(ManagedObjects.find(client, settings.watchNamespaces(), settings.workloadKinds(), restoring));
    if (restoring.hasFailed()) {
      throw new IllegalStateException("some objects could not be restored; the lines above name them and say why");
    }
  }

  private <T extends HasMetadata> void deleteAll(Class<T> type) {
    var all = list(type);
    LOG.info("Deleting {} {}", all.size(), HasMetadata.getPlural(type));
    all.forEach(o -> client.resource(o).delete());
  }

  private boolean operatorRuns() {
    var deployment = client.apps().deployments().inNamespace(settings.namespace()).withName(settings.deployment())
        .get();
    var available = deployment != null && deployment.getStatus() != null
        && deployment.getStatus().getAvailableReplicas() != null
        && deployment.getStatus().getAvailableReplicas() > 0;
    LOG.info(available ? "The operator runs and restores the workloads" : "No operator runs: restoring from the marks");
    return available;
  }

  /** Returns when the operator has finished, or when its time is over. */
  private void await() {
    var gone = new CountDownLatch(1);
    try (var poll = java.util.concurrent.Executors.newSingleThreadScheduledExecutor()) {
      poll.scheduleWithFixedDelay(() -> {
        if (Stream.concat(list(DevSession.class).stream(), list(Swap.class).stream()).findAny().isEmpty()) {
          gone.countDown();
        }
      }, 0, 500, TimeUnit.MILLISECONDS);
      if (!gone.await(OPERATOR_TIME.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("The operator didn't finish within {} s: restoring what is left from the marks",
            OPERATOR_TIME.toSeconds());
      }
      poll.shutdownNow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private <T extends HasMetadata> List<T> list(Class<T> type) {
    return list(client, settings.watchNamespaces(), type);
  }

  /** All objects of a kind in the namespaces (none: all); none if the kind isn't installed. */
  private static <T extends HasMetadata> List<T> list(KubernetesClient client, Set<String> namespaces, Class<T> type) {
    try {
      return namespaces.isEmpty()
          ? client.resources(type).inAnyNamespace().list().getItems()
          : namespaces.stream().flatMap(n -> client.resources(type).inNamespace(n).list().getItems().stream()).toList();
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404) {
        return List.of();
      }
      throw e;
    }
  }
}
