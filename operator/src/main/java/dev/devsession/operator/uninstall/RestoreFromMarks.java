package dev.devsession.operator.uninstall;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Names;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.operator.swap.Mark;
import dev.devsession.operator.swap.Workload;
import dev.devsession.operator.swap.WorkloadWriter;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Restores without an operator: the marks on the workloads say all that is needed. */
final class RestoreFromMarks {
  private static final Logger log = LoggerFactory.getLogger(RestoreFromMarks.class);
  private static final int ATTEMPTS = 10;
  private final KubernetesClient client;
  private final Set<String> namespaces;
  private final WorkloadWriter writer;

  RestoreFromMarks(KubernetesClient client, Set<String> namespaces) {
    this.client = client;
    this.namespaces = namespaces;
    this.writer = new WorkloadWriter(client);
  }

  void run() {
    Stream.concat(all(Deployment.class).map(Workload::of), all(StatefulSet.class).map(Workload::of))
        .forEach(this::restore);
    all(Deployment.class).filter(o -> labelled(o, Names.SWAP_LABEL)).forEach(this::delete);
    all(ConfigMap.class).filter(o -> labelled(o, Names.SWAP_LABEL)).forEach(this::delete);
    all(Service.class).filter(o -> labelled(o, Names.COMPANION_LABEL)).forEach(this::delete);
    Stream.concat(all(Swap.class), all(DevSession.class)).forEach(this::release);
  }

  private void restore(Workload workload) {
    switch (workload.mark().orElse(null)) {
      case null -> {
      }
      case Mark.Readable mark -> {
        log.info("Restoring {} in {} to {} replicas", workload.ref(), workload.metadata().getNamespace(),
            mark.replicas());
        wake(workload, mark, ATTEMPTS);
      }
      case Mark.Unreadable mark ->
        log.error("{} in {} has an unreadable annotation {}: {}. Set its replicas by hand and remove it.",
            workload.ref(), workload.metadata().getNamespace(), Names.ORIGINAL_ANNOTATION, mark.text());
    }
  }

  /** Wakes the workload as it is now: its controllers write too, and each of their writes is a conflict with ours. */
  private void wake(Workload workload, Mark.Readable mark, int attempts) {
    try {
      writer.wake(workload, mark);
    } catch (KubernetesClientException e) {
      if (e.getCode() != 409 || attempts == 1) {
        throw e;
      }
      var fresh = fresh(workload);
      if (fresh != null && fresh.mark().orElse(null) instanceof Mark.Readable still) {
        wake(fresh, still, attempts - 1);
      }
    }
  }

  private Workload fresh(Workload workload) {
    var apps = client.apps();
    var namespace = workload.metadata().getNamespace();
    var name = workload.metadata().getName();
    return switch (workload.ref().kind()) {
      case Deployment -> Optional.ofNullable(apps.deployments().inNamespace(namespace).withName(name).get())
          .map(Workload::of).orElse(null);
      case StatefulSet -> Optional.ofNullable(apps.statefulSets().inNamespace(namespace).withName(name).get())
          .map(Workload::of).orElse(null);
    };
  }

  /** Deletes the object and takes our finalizer off, which no operator is there to do. */
  private void release(HasMetadata object) {
    delete(object);
    try {
      var others = object.getMetadata().getFinalizers().stream().filter(f -> !f.equals(Names.FINALIZER)).toList();
      client.resource(object).patch(PatchContext.of(PatchType.JSON_MERGE),
          Serialization.asJson(Map.of("metadata", Map.of("finalizers", others))));
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404) {
        throw e;
      }
    }
  }

  private void delete(HasMetadata object) {
    client.resource(object).delete();
  }

  private static boolean labelled(HasMetadata object, String label) {
    var labels = object.getMetadata().getLabels();
    return labels != null && labels.containsKey(label);
  }

  private <T extends HasMetadata> Stream<T> all(Class<T> type) {
    return Uninstall.list(client, namespaces, type).stream();
  }
}
