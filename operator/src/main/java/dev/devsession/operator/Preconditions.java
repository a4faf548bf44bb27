package dev.devsession.operator;

import dev.devsession.api.v1alpha1.ApiNames;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.operator.cluster.Events;
import dev.devsession.operator.cluster.RestoreLog;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.restore.ManagedObjects;
import dev.devsession.restore.OfflineRestore;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must hold before the operator starts to serve. Until then it runs without being ready, and reports why. */
final class Preconditions {
  private static final Logger LOG = LoggerFactory.getLogger(Preconditions.class);
  private static final int LOOK_AGAIN_SECONDS = 10;
  private final KubernetesClient client;
  private final OperatorConfig settings;
  private final Events events;
  private final RestoreLog restoring;

  Preconditions(KubernetesClient client, OperatorConfig settings, Events events) {
    this.client = client;
    this.settings = settings;
    this.events = events;
    restoring = new RestoreLog(events);
  }

  /** Returns when all preconditions hold. */
  void await() {
    String reported = null;
    for (var failure = failure(); failure.isPresent(); failure = failure()) {
      if (!failure.get().equals(reported)) {
        reported = failure.get();
        LOG.error("{}", reported);
        writeEvent(reported);
      }
      pause();
    }
  }

  private Optional<String> failure() {
    var competitor = CompetingOperator.find(client, settings);
    if (competitor.isPresent()) {
      return Optional
          .of("Another operator serves the same namespaces: " + competitor.get() + ". Two would work against "
              + "each other, so this one does nothing until the other is gone. Uninstall one of them.");
    }
    if (!hasCustomResources()) {
      new OfflineRestore(client, OfflineRestore.USUAL_PATIENCE, restoring)
          .run(ManagedObjects.find(client, settings.watchNamespaces(), settings.workloadKinds(), restoring));
      return Optional
          .of("The API server has no devsessions." + ApiNames.GROUP + ". Install the chart's CRDs: kubectl apply "
              + "--server-side -f crds/. Until then the operator only restores workloads from their marks.");
    }
    return Optional.empty();
  }

  private boolean hasCustomResources() {
    var resources = client.getApiResources(HasMetadata.getApiVersion(DevSession.class));
    return resources != null && resources.getResources().stream().map(r -> r.getName()).toList()
        .containsAll(List.of("devsessions", "swaps"));
  }

  private void writeEvent(String failure) {
    var me = client.apps().deployments().inNamespace(settings.namespace()).withName(settings.deployment()).get();
    if (me != null) {
      events.write(me, true, "NotServing", failure);
    }
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(LOOK_AGAIN_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting to serve", e);
    }
  }
}
