package dev.devsession.agent.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What pods, as the API server answers them, say of their ports. Pure. */
final class ServicePods {
  private ServicePods() {}

  static boolean isReady(JsonNode pod) {
    return !pod.path("metadata").has("deletionTimestamp") && pod.path("status").path("conditions").valueStream()
        .anyMatch(c -> c.path("type").asText().equals("Ready") && c.path("status").asText().equals("True"));
  }

  /** The number of a container port by its name. */
  static Optional<Integer> containerPort(JsonNode pod, String name) {
    return pod.path("spec").path("containers").valueStream().flatMap(c -> c.path("ports").valueStream())
        .filter(p -> p.path("name").asText().equals(name)).map(p -> p.path("containerPort").asInt()).findFirst();
  }

  /** Where a Service's port leads in a pod; empty: the pod has no port of that name. */
  static Optional<Integer> targetPort(JsonNode pod, JsonNode servicePort) {
    var target = servicePort.path("targetPort");
    return target.isTextual()
        ? containerPort(pod, target.asText())
        : Optional.of(target.asInt() > 0 ? target.asInt() : servicePort.path("port").asInt());
  }
}
