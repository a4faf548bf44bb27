package dev.devsession.mark;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Names;
import dev.devsession.api.v1alpha1.Swap;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Restores without an operator: the marks on the workloads say all that is needed. Then the proxies, the companion
 * Services and the custom resources go. What can't be restored is told, and stops nothing else.
 */
public final class RestoreFromMarks {
  private static final int ATTEMPTS = 10;
  private final KubernetesClient client;
  private final Set<String> namespaces;
  private final List<WorkloadKind> kinds;
  private final Consumer<Restored> tell;
  private final WorkloadWriter writer;

  /**
   * @param namespaces where to look; none: everywhere
   * @param kinds the kinds of workload to look at; those that the API server doesn't know are passed over
   * @param tell is called for each workload that had a mark
   */
  public RestoreFromMarks(KubernetesClient client, Set<String> namespaces, List<WorkloadKind> kinds,
      Consumer<Restored> tell) {
    this.client = client;
    this.namespaces = namespaces;
    this.kinds = kinds;
    this.tell = tell;
    this.writer = new WorkloadWriter(client);
  }

  /** Restores everything, and removes all that DevSession has put into the namespaces. */
  public void run() {
    workloads();
    var scaledObjects = new ScaledObjects(client);
    if (namespaces.isEmpty()) {
      scaledObjects.resumeAll(null);
    } else {
      namespaces.forEach(scaledObjects::resumeAll);
    }
    labelled(Deployment.class, Names.SWAP_LABEL);
    labelled(ConfigMap.class, Names.SWAP_LABEL);
    labelled(Service.class, Names.COMPANION_LABEL);
    Stream.concat(all(Swap.class), all(DevSession.class)).forEach(this::release);
  }

  /** Restores the workloads alone. */
  public void workloads() {
    ServedKinds.of(client, kinds).stream().flatMap(this::all).map(Workload::of).forEach(this::restore);
  }

  private void restore(Workload workload) {
    switch (workload.mark().orElse(null)) {
      case null -> {
      }
      case Mark.Readable mark -> {
        try {
          wake(workload, mark, ATTEMPTS);
          tell.accept(new Restored(workload, mark.replicas(), null));
        } catch (KubernetesClientException e) {
          tell.accept(new Restored(workload, mark.replicas(), e.getMessage()));
        }
      }
      case Mark.Unreadable mark -> tell.accept(new Restored(workload, 0, "its annotation " + Names.ORIGINAL_ANNOTATION
          + " can't be read: " + mark.text() + ". Set its replicas by hand and remove the annotation"));
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
      var fresh = writer.read(workload.metadata().getNamespace(), workload.ref());
      if (fresh != null && fresh.mark().orElse(null) instanceof Mark.Readable still) {
        wake(fresh, still, attempts - 1);
      }
    }
  }

  /** Deletes the object and takes our finalizer off, which no operator is there to do. */
  private void release(HasMetadata object) {
    client.resource(object).delete();
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

  private <T extends HasMetadata> void labelled(Class<T> type, String label) {
    each(n -> n == null
        ? client.resources(type).inAnyNamespace().withLabel(label).list().getItems()
        : client.resources(type).inNamespace(n).withLabel(label).list().getItems())
        .forEach(o -> client.resource(o).delete());
  }

  private <T extends HasMetadata> Stream<T> all(Class<T> type) {
    return each(n -> unlessUnknown(() -> n == null
        ? client.resources(type).inAnyNamespace().list().getItems()
        : client.resources(type).inNamespace(n).list().getItems()));
  }

  private Stream<GenericKubernetesResource> all(WorkloadKind kind) {
    var resources = client.genericKubernetesResources(kind.apiVersion(), kind.kind());
    return each(n -> n == null
        ? resources.inAnyNamespace().list().getItems()
        : resources.inNamespace(n).list().getItems());
  }

  private <T> Stream<T> each(Function<String, List<T>> list) {
    return namespaces.isEmpty() ? list.apply(null).stream() : namespaces.stream().flatMap(n -> list.apply(n).stream());
  }

  /** The custom resources are perhaps not installed any more. */
  private static <T> List<T> unlessUnknown(Supplier<List<T>> list) {
    try {
      return list.get();
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404) {
        return List.of();
      }
      throw e;
    }
  }
}
