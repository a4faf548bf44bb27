package dev.devsession.agent.environment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.api.v1alpha1.Labels;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which pod of a Service speaks for the others, and which template does if there is none. */
final class PodSelection {
  private static final Set<String> ALIVE = Set.of("Pending", "Running");
  private static final Comparator<JsonNode> BEST_FIRST = Comparator
      .comparing((JsonNode pod) -> pod.path("metadata").has("deletionTimestamp"))
      .thenComparing(pod -> !isReady(pod))
      .thenComparing(pod -> pod.path("metadata").path("creationTimestamp").asText(), Comparator.reverseOrder());

  private PodSelection() {}

  /** The newest that is ready, if there is one, and none of DevSession's own, which answer while a swap lasts. */
  static Optional<JsonNode> pod(JsonNode pods) {
    return pods.path("items").valueStream()
        .filter(pod -> !pod.path("metadata").path("labels").has(Labels.SWAP)
            && ALIVE.contains(pod.path("status").path("phase").asText()))
        .min(BEST_FIRST);
  }

  /** The newest workload whose pods the Service selects. */
  static Optional<JsonNode> workload(JsonNode workloads, Map<String, String> selector) {
    return workloads.path("items").valueStream()
        .filter(w -> selects(selector, w.path("spec").path("template").path("metadata").path("labels"))
            && !w.path("metadata").path("labels").has(Labels.SWAP))
        .max(Comparator.comparing(w -> w.path("metadata").path("creationTimestamp").asText()));
  }

  private static boolean selects(Map<String, String> selector, JsonNode labels) {
    return selector.entrySet().stream().allMatch(s -> s.getValue().equals(labels.path(s.getKey()).asText(null)));
  }

  private static boolean isReady(JsonNode pod) {
    return pod.path("status").path("conditions").valueStream()
        .anyMatch(c -> c.path("type").asText().equals("Ready") && c.path("status").asText().equals("True"));
  }
}
