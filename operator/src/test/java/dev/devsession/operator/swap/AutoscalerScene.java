package dev.devsession.operator.swap;

import dev.devsession.operator.dataplane.PodStartFailure;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a {@link Scene} has beside its Service and workload. */
final class AutoscalerScene {
  /** Pods behind the Service that aren't the workload's, by their owners. */
  Map<String, PodOwner> otherPods = Map.of();
  List<Service> otherServices = List.of();
  List<Sibling> siblings = List.of();
  Optional<PodStartFailure> startFailure = Optional.empty();

  /** Does what {@link Step.LabelProxies} does. */
  static void label(List<Pod> pods, Map<String, String> labels, boolean on) {
    for (var pod : pods) {
      if (on) {
        pod.getMetadata().getLabels().putAll(labels);
      } else {
        pod.getMetadata().getLabels().keySet().removeAll(labels.keySet());
      }
    }
  }
}
