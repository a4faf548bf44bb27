package dev.devsession.restore;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.FieldManagers;
import dev.devsession.api.v1alpha1.WorkloadRef;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A workload as a decision sees it, whatever its kind.
 *
 * @param replicas desired replicas
 * @param ready ready replicas, 0 unless its controller has observed the current generation
 * @param podLabels labels of its pod template
 * @param podAnnotations those annotations of its pod template that meshes and policies read
 * @param ports container ports of its pod template, with those of native sidecars
 * @param tlsProbes names and numbers of the ports that the kubelet probes by HTTPS
 * @param placement where its pods may run
 */
public record Workload(
    WorkloadRef ref,
    ObjectMeta metadata,
    int replicas,
    int ready,
    Map<String, String> podLabels,
    Map<String, String> podAnnotations,
    List<ContainerPort> ports,
    Set<String> tlsProbes,
    PodPlacement placement) {

  /** Without annotations and rules of placement. */
  public Workload(WorkloadRef ref, ObjectMeta metadata, int replicas, int ready, Map<String, String> podLabels,
      List<ContainerPort> ports) {
    this(ref, metadata, replicas, ready, podLabels, Map.of(), ports, Set.of(), PodPlacement.ANY);
  }

  /** The same in a newer version of its object, whose controller hasn't seen other replicas yet. */
  Workload withReplicas(int number, ObjectMeta newer) {
    return new Workload(ref, newer, number, number == replicas ? ready : 0, podLabels, podAnnotations, ports, tlsProbes,
        placement);
  }

  /** The mark, or empty for a workload that is as its owners left it. */
  public Optional<Mark> mark() {
    return markText().map(Mark::parse);
  }

  /** The mark as it is written. */
  public Optional<String> markText() {
    return Optional.ofNullable(metadata.getAnnotations()).map(a -> a.get(Annotations.ORIGINAL));
  }

  /** Whether the mark says that this Swap scaled the workload to zero. */
  public boolean isMarkedBy(String swap) {
    return mark().filter(m -> m instanceof Mark.Readable r && r.swap().equals(swap)).isPresent();
  }

  /** Whether it has no replicas because a Swap took them away, with or without a mark that says so. */
  public boolean isScaledDownBySwap() {
    return replicas == 0 && Ownership.REPLICAS.owners(metadata.getManagedFields()).stream()
        .anyMatch(owner -> FieldManagers.SWAP.equals(owner.manager()));
  }

  /** Whether the object is being deleted. */
  public boolean isDeleting() {
    return metadata.getDeletionTimestamp() != null;
  }

  /** @throws IllegalArgumentException for an object that has no replicas and pod template */
  public static Workload of(HasMetadata object) {
    return switch (object) {
      case Deployment d -> of(d, d.getSpec().getReplicas(),
          d.getStatus() == null ? null : d.getStatus().getObservedGeneration(),
          d.getStatus() == null ? null : ready(d.getStatus().getReadyReplicas(), d.getStatus().getAvailableReplicas()),
          d.getSpec().getTemplate());
      case StatefulSet s -> of(s, s.getSpec().getReplicas(),
          s.getStatus() == null ? null : s.getStatus().getObservedGeneration(),
          s.getStatus() == null ? null : ready(s.getStatus().getReadyReplicas(), s.getStatus().getAvailableReplicas()),
          s.getSpec().getTemplate());
      case GenericKubernetesResource g -> ofGeneric(g);
      default -> throw new IllegalArgumentException("not a workload: " + object.getKind());
    };
  }

  /** Controllers of other kinds don't agree on whether observedGeneration is a number or a text; both are read. */
  private static Workload ofGeneric(GenericKubernetesResource object) {
    var observed = object.get("status", "observedGeneration");
    var template = object.get("spec", "template");
    return of(object, number(object.get("spec", "replicas")),
        observed == null ? object.getMetadata().getGeneration() : Long.valueOf(observed.toString()),
        ready(number(object.get("status", "readyReplicas")), number(object.get("status", "availableReplicas"))),
        template == null
            ? new PodTemplateSpec()
            : Serialization.unmarshal(Serialization.asJson(template), PodTemplateSpec.class));
  }

  private static Integer number(Object value) {
    return value instanceof Number n ? Integer.valueOf(n.intValue()) : null;
  }

  /** Not every kind counts ready replicas; one that is available is ready. */
  private static Integer ready(Integer ready, Integer available) {
    return ready == null ? available : ready;
  }

  private static Workload of(HasMetadata object, Integer replicas, Long observedGeneration, Integer ready,
      PodTemplateSpec template) {
    var metadata = object.getMetadata();
    var seen = observedGeneration != null && metadata.getGeneration() != null
        && observedGeneration >= metadata.getGeneration();
    var pod = PodTraits.of(template);
    return new Workload(new WorkloadRef(object.getApiVersion(), object.getKind(), metadata.getName()), metadata,
        replicas == null ? 1 : replicas, ready == null || !seen ? 0 : ready, pod.labels(), pod.annotations(),
        pod.ports(), pod.tlsProbes(), pod.placement());
  }
}
