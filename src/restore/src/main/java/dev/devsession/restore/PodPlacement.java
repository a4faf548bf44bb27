package dev.devsession.restore;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a workload's pods may run, and as whom: what a pod in their place needs too. Null where the template says
 * nothing.
 *
 * @param antiAffinity required rules that keep pods away from each other
 */
public record PodPlacement(Map<String, String> nodeSelector, NodeAffinity nodeAffinity, List<Toleration> tolerations,
    String priorityClassName, String schedulerName, List<LocalObjectReference> imagePullSecrets,
    String serviceAccountName, List<PodAffinityTerm> antiAffinity) {
  public static final PodPlacement ANY = of(new PodSpec());

  public static PodPlacement of(PodSpec spec) {
    var affinity = Optional.ofNullable(spec.getAffinity());
    return new PodPlacement(spec.getNodeSelector(), affinity.map(Affinity::getNodeAffinity).orElse(null),
        spec.getTolerations(), spec.getPriorityClassName(), spec.getSchedulerName(), spec.getImagePullSecrets(),
        spec.getServiceAccountName(), affinity.map(Affinity::getPodAntiAffinity)
            .map(a -> a.getRequiredDuringSchedulingIgnoredDuringExecution()).orElse(List.of()));
  }

  /**
   * Asks the same for another pod, but for {@link #antiAffinity}. What the pod has already stays beside it; where both
   * say something of one thing, the workload's holds.
   */
  public PodSpecBuilder applyTo(PodSpecBuilder pod) {
    var placed = pod.addToNodeSelector(orEmpty(nodeSelector))
        .withTolerations(joined(tolerations, pod.buildTolerations()))
        .withImagePullSecrets(joined(imagePullSecrets, pod.buildImagePullSecrets()))
        .withPriorityClassName(priorityClassName == null ? pod.getPriorityClassName() : priorityClassName)
        .withSchedulerName(schedulerName).withServiceAccountName(serviceAccountName);
    return nodeAffinity == null
        ? placed
        : placed.withNewAffinity().withNodeAffinity(nodeAffinity).endAffinity();
  }

  private static Map<String, String> orEmpty(Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    return Stream.of(first, second).filter(Objects::nonNull).flatMap(List::stream).distinct().toList();
  }

  /** Whether its rules keep a pod with these labels away, wherever a pod of the workload runs. */
  public boolean keepsAway(Map<String, String> labels) {
    return antiAffinity.stream().anyMatch(term -> selects(term, labels));
  }

  private static boolean selects(PodAffinityTerm term, Map<String, String> labels) {
    var selector = term.getLabelSelector();
    return selector != null && LabelMatch.selects(selector, labels);
  }
}
