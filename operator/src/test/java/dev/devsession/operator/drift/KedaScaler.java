package dev.devsession.operator.drift;

import java.time.Duration;
import java.util.Map;

/** KEDA with an active trigger: scales from zero to its minimum, unless the ScaledObject is annotated as paused. */
final class KedaScaler implements AutoCloseable {
  static final String API = "keda.sh/v1alpha1";
  static final String PAUSED = "autoscaling.keda.sh/paused";
  private static final String MANAGER = "keda";
  private final LiveObject scaledObject;
  private final LiveObject workload;
  private final ControlLoop onWorkload;
  private final ControlLoop onScaledObject;
  private int resets;

  KedaScaler(LiveObject scaledObject, LiveObject workload) {
    this.scaledObject = scaledObject;
    this.workload = workload;
    onWorkload = new ControlLoop(workload, Duration.ofMillis(50), this::reconcile);
    onScaledObject = new ControlLoop(scaledObject, Duration.ofMillis(50), onWorkload::trigger);
  }

  static Map<String, Object> manifest(String name, LiveObject workload) {
    return Map.of("apiVersion", API, "kind", "ScaledObject", "metadata", Map.of("name", name), "spec",
        Map.of("scaleTargetRef",
            Map.of("apiVersion", workload.apiVersion(), "kind", workload.kind(), "name", workload.name()),
            "minReplicaCount", 2, "maxReplicaCount", 10,
            "triggers", java.util.List.of(Map.of("type", "kafka", "metadata", Map.of("topic", "orders")))));
  }

  private synchronized void reconcile() {
    var scaled = scaledObject.get();
    if (scaled == null || "true".equals(Json.map(scaled, "metadata", "annotations").get(PAUSED))) {
      return;
    }
    var min = (int) Json.at(scaled, "/spec/minReplicaCount");
    if (workload.scale() < min) {
      workload.scale(min, MANAGER);
      resets++;
    }
  }

  synchronized int resetCount() {
    return resets;
  }

  @Override
  public void close() {
    onScaledObject.close();
    onWorkload.close();
  }
}
