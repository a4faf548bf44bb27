package dev.devsession.hollow;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The status of a pod whose containers all run and are ready. */
final class ReadyStatus {
  private ReadyStatus() {}

  static Map<String, Object> of(Pod pod, String address) {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    var conditions = Stream.of("PodScheduled", "Initialized", "ContainersReady", "Ready")
        .map(type -> Map.of("type", type, "status", "True", "lastTransitionTime", now)).toList();
    return Map.of("phase", "Running", "podIP", address, "podIPs", List.of(Map.of("ip", address)), "startTime", now,
        "conditions", conditions, "containerStatuses",
        pod.getSpec().getContainers().stream().map(c -> status(c, now)).toList());
  }

  private static Map<String, Object> status(Container container, String now) {
    return Map.of("name", container.getName(), "image", container.getImage(), "imageID", container.getImage(), "ready",
        true, "started", true, "restartCount", 0, "state", Map.of("running", Map.of("startedAt", now)));
  }
}
