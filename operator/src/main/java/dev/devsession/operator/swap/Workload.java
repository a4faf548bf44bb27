package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Names;
import dev.devsession.api.v1alpha1.WorkloadKind;
import dev.devsession.api.v1alpha1.WorkloadRef;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A workload as the planner sees it, whatever its kind.
 *
 * @param replicas desired replicas
 * @param available available replicas, 0 unless its controller has seen the present generation
 * @param podLabels labels of its pod template
 * @param ports container ports of its pod template
 */
public record Workload(
    WorkloadRef ref,
    ObjectMeta metadata,
    int replicas,
    int available,
    Map<String, String> podLabels,
    List<ContainerPort> ports) {

  /** The mark, or empty for a workload that is as its owners left it. */
  public Optional<Mark> mark() {
    var annotations = metadata.getAnnotations();
    return Optional.ofNullable(annotations).map(a -> a.get(Names.ORIGINAL_ANNOTATION)).map(Mark::parse);
  }

  /** Whether the mark says that this Swap put the workload to sleep. */
  public boolean isMarkedBy(String swap) {
    return mark().filter(m -> m instanceof Mark.Readable r && r.swap().equals(swap)).isPresent();
  }

  /** Whether the object is on its way out. */
  public boolean isDeleting() {
    return metadata.getDeletionTimestamp() != null;
  }

  public static Workload of(Deployment d) {
    var status = d.getStatus();
    var seen = status != null && seen(status.getObservedGeneration(), d.getMetadata());
    return of(WorkloadKind.Deployment, d.getMetadata(), d.getSpec().getReplicas(),
        seen ? status.getAvailableReplicas() : null,
        d.getSpec().getTemplate());
  }

  public static Workload of(StatefulSet s) {
    var status = s.getStatus();
    var seen = status != null && seen(status.getObservedGeneration(), s.getMetadata());
    return of(WorkloadKind.StatefulSet, s.getMetadata(), s.getSpec().getReplicas(),
        seen ? status.getAvailableReplicas() : null,
        s.getSpec().getTemplate());
  }

  private static boolean seen(Long observed, ObjectMeta metadata) {
    return observed != null && metadata.getGeneration() != null && observed >= metadata.getGeneration();
  }

  private static Workload of(WorkloadKind kind, ObjectMeta metadata, Integer replicas, Integer available,
      PodTemplateSpec template) {
    var labels = template.getMetadata() == null ? null : template.getMetadata().getLabels();
    return new Workload(new WorkloadRef("apps/v1", kind, metadata.getName()), metadata, replicas == null ? 1 : replicas,
        available == null ? 0 : available, labels == null ? Map.of() : Map.copyOf(labels),
        template.getSpec().getContainers().stream().map(Container::getPorts).flatMap(List::stream).toList());
  }
}
