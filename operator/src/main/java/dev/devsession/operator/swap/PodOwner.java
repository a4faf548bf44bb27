package dev.devsession.operator.swap;

import dev.devsession.restore.Workload;
import dev.devsession.restore.WorkloadKind;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Set;

/**
 * Who made a pod: its controller, or the workload that made its ReplicaSet. A pod without a controller owns itself.
 * Pure.
 */
public record PodOwner(String kind, String name) {
  /** The label with the suffix of a ReplicaSet's name, by the kind of workload that makes such ReplicaSets. */
  private static final Map<String, String> HASH_LABELS = Map.of("Deployment", "pod-template-hash", "Rollout",
      "rollouts-pod-template-hash");
  private static final String POD = "Pod";
  private static final String REPLICA_SET = "ReplicaSet";
  /** Kinds of which the controllers of other workloads make none. */
  private static final Set<String> NOT_OF_OTHER_KINDS = Set.of(POD, "DaemonSet", "Job", "Deployment", "StatefulSet",
      "ReplicationController");

  static PodOwner of(Pod pod) {
    return pod.getMetadata().getOwnerReferences().stream().filter(o -> Boolean.TRUE.equals(o.getController()))
        .findFirst().map(controller -> of(pod, controller))
        .orElseGet(() -> new PodOwner(POD, pod.getMetadata().getName()));
  }

  private static PodOwner of(Pod pod, OwnerReference controller) {
    var labels = pod.getMetadata().getLabels();
    if (REPLICA_SET.equals(controller.getKind()) && labels != null) {
      for (var entry : HASH_LABELS.entrySet()) {
        var suffix = "-" + labels.get(entry.getValue());
        if (controller.getName().endsWith(suffix)) {
          return new PodOwner(entry.getKey(),
              controller.getName().substring(0, controller.getName().length() - suffix.length()));
        }
      }
    }
    return new PodOwner(controller.getKind(), controller.getName());
  }

  /** Whether the pod may be of this workload. How other kinds make their pods isn't known. */
  boolean isOf(Workload workload) {
    var ref = workload.ref();
    return kind.equals(ref.kind()) && name.equals(ref.name())
        || !WorkloadKind.BUILT_IN.contains(new WorkloadKind(ref.apiVersion(), ref.kind()))
            && !NOT_OF_OTHER_KINDS.contains(kind);
  }

  /** Whether workloads of this kind have replicas and a template, so that the chart's workloadKinds can name it. */
  boolean isScalable() {
    return !NOT_OF_OTHER_KINDS.contains(kind);
  }

  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
