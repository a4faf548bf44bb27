package dev.devsession.operator.drift;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Argo Rollouts' controller without its strategies: keeps one ReplicaSet like the Rollout, and reports its status. */
final class RolloutController implements AutoCloseable {
  static final String API = "argoproj.io/v1alpha1";
  private static final String MANAGER = "rollouts-controller";
  private final LiveObject rollout;
  private final LiveObject replicaSet;
  private final ControlLoop onRollout;
  private final ControlLoop onReplicaSet;

  RolloutController(LiveObject rollout) {
    this.rollout = rollout;
    replicaSet = new LiveObject(rollout.client(), "apps/v1", "ReplicaSet", rollout.namespace(), rollout.name());
    onRollout = new ControlLoop(rollout, Duration.ofMillis(50), this::reconcile);
    onReplicaSet = new ControlLoop(replicaSet, Duration.ofMillis(50), onRollout::trigger);
  }

  private void reconcile() {
    var wanted = rollout.get();
    if (wanted == null) {
      return;
    }
    var spec = new HashMap<>(Json.map(wanted, "spec"));
    var owner = Map.of("apiVersion", API, "kind", "Rollout", "name", rollout.name(), "uid",
        Json.map(wanted, "metadata").get("uid"), "controller", true);
    replicaSet.apply(Map.of("apiVersion", "apps/v1", "kind", "ReplicaSet", "metadata",
        Map.of("name", rollout.name(), "ownerReferences", List.of(owner)), "spec", spec), MANAGER);
    var status = Json.map(replicaSet.get(), "status");
    var available = status.getOrDefault("availableReplicas", 0);
    rollout.updateStatus(Map.of("HPAReplicas", status.getOrDefault("replicas", 0), "availableReplicas", available,
        "observedGeneration", Json.map(wanted, "metadata").get("generation").toString(), "selector", "app=orders"),
        MANAGER);
  }

  /** How many available pods it reports. */
  int available() {
    return (int) Json.map(rollout.get(), "status").getOrDefault("availableReplicas", 0);
  }

  @Override
  public void close() {
    onReplicaSet.close();
    onRollout.close();
  }
}
