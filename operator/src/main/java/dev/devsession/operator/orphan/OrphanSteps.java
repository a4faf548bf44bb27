package dev.devsession.operator.orphan;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.operator.cluster.Events;
import dev.devsession.operator.session.ClaimWriter;
import dev.devsession.operator.session.Claims;
import dev.devsession.restore.ScaledDownWorkload;
import dev.devsession.restore.ScaledObjects;
import dev.devsession.restore.ServiceWriter;
import dev.devsession.restore.WorkloadWriter;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cleans up orphans. Each step first asks the API server, because the watched view may lag behind. */
final class OrphanSteps {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanSteps.class);
  private final KubernetesClient client;
  private final ClaimWriter claims;
  private final WorkloadWriter workloads;
  private final ServiceWriter services;
  private final ScaledObjects scaledObjects;
  private final Events events;

  OrphanSteps(KubernetesClient client, Events events) {
    this.client = client;
    this.events = events;
    claims = new ClaimWriter(client);
    workloads = new WorkloadWriter(client);
    services = new ServiceWriter(client);
    scaledObjects = new ScaledObjects(client);
  }

  void execute(Orphan orphan) {
    switch (orphan) {
      case Orphan.ScaledDown(var workload, var mark) -> {
        var namespace = workload.metadata().getNamespace();
        if (isGone(Swap.class, namespace, mark.swap())) {
          workloads.restore(workload, mark);
          scaledObjects.resume(namespace, mark.swap());
          LOG.info("Restored {} in {} to {} replicas, because its Swap {} is gone", workload.ref(), namespace,
              mark.replicas(), mark.swap());
          events.write(workload, false, ConditionReason.Restored.name(),
              "Swap " + mark.swap() + " is gone and had not restored "
                  + workload.ref() + "; the operator restored it from its mark.");
        }
      }
      case Orphan.Switched(var service, var mark) -> {
        var metadata = service.getMetadata();
        if (isGone(Swap.class, metadata.getNamespace(), metadata.getName())) {
          services.restore(service, mark);
          LOG.info("Restored the selector of Service {} in {}, because its Swap is gone", metadata.getName(),
              metadata.getNamespace());
          events.write(service, false, ConditionReason.Restored.name(), "Swap " + metadata.getName()
              + " is gone and had not restored the Service's selector; the operator restored it from its mark.");
        }
      }
      case Orphan.Unreadable(var workload, var what) ->
        events.write(workload, true, ConditionReason.MarkUnreadable.name(),
            "DevSession scaled " + workload.ref() + " to zero, but " + what + ". " + ScaledDownWorkload.BY_HAND + ".");
      case Orphan.Claimed(var swap, var session) -> {
        if (isGone(DevSession.class, swap.getMetadata().getNamespace(), session)) {
          claims.update(swap, Claims.without(swap.getSpec().claims(), session));
          LOG.info("Withdrew the claim of session {} on {}, because the session is gone", session,
              swap.getMetadata().getName());
        }
      }
      case Orphan.Forgotten(var object) -> {
        var labels = object.getMetadata().getLabels();
        var namespace = object.getMetadata().getNamespace();
        if (labels.containsKey(Labels.SWAP)
            ? isGone(Swap.class, namespace, labels.get(Labels.SWAP))
            : client.resources(DevSession.class).inNamespace(namespace).list().getItems().isEmpty()) {
          client.resource(object).delete();
        }
      }
    }
  }

  private boolean isGone(Class<? extends HasMetadata> type, String namespace, String name) {
    return client.resources(type).inNamespace(namespace).withName(name).get() == null;
  }
}
