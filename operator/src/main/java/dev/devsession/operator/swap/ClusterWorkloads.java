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
import java.util.stream.Stream;

/**
 * The workloads of a namespace, the operator's own left out.
 *
 * @param kinds the kinds that the operator sees
 */
public record ClusterWorkloads(List<Workload> all, Set<WorkloadKind> kinds) {
  public static ClusterWorkloads of(ClusterView cluster, String namespace) {
    return new ClusterWorkloads(
        Stream.of(cluster.deployments.list(namespace).stream().filter(d -> !isOurs(d)),
            cluster.statefulSets.list(namespace).stream(), cluster.otherWorkloads.list(namespace).stream())
            .flatMap(Function.<Stream<? extends HasMetadata>>identity()).map(Workload::of).toList(),
        cluster.workloadKinds());
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
