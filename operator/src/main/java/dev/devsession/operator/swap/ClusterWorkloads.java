package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.WorkloadRef;
import dev.devsession.operator.cluster.ClusterView;
import dev.devsession.restore.Workload;
import dev.devsession.restore.WorkloadKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The workloads of a namespace, the operator's own left out.
 *
 * @param kinds the kinds that the operator sees
 */
public record ClusterWorkloads(List<Workload> all, Set<WorkloadKind> kinds) {
  public static ClusterWorkloads of(ClusterView cluster, String namespace) {
    var objects = Stream.of(cluster.deployments.list(namespace).stream().filter(d -> !isOurs(d)),
        cluster.statefulSets.list(namespace).stream(), cluster.otherWorkloads.list(namespace).stream())
        .flatMap(Function.<Stream<? extends HasMetadata>>identity()).toList();
    var uids = objects.stream().map(o -> o.getMetadata().getUid()).collect(Collectors.toSet());
    return new ClusterWorkloads(objects.stream().filter(o -> !isPart(o, uids)).map(Workload::of).toList(),
        cluster.workloadKinds());
  }

  /** Whether another workload controls this one, as a Deployment does its ReplicaSets. */
  private static boolean isPart(HasMetadata object, Set<String> uids) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(o -> Boolean.TRUE.equals(o.getController()) && uids.contains(o.getUid()));
  }

  boolean knows(WorkloadRef ref) {
    return kinds.contains(new WorkloadKind(ref.apiVersion(), ref.kind()));
  }

  private static boolean isOurs(HasMetadata object) {
    return isProxy(object) || ClusterView.isLabelled(object, Labels.SESSION);
  }

  static boolean isProxy(HasMetadata object) {
    return ClusterView.isLabelled(object, Labels.SWAP);
  }
}
