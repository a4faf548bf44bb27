package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Names;
import dev.devsession.operator.cluster.ClusterView;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.stream.Stream;

/** The workloads of a namespace, the operator's own left out. */
public final class Workloads {
  private Workloads() {}

  public static List<Workload> of(ClusterView cluster, String namespace) {
    return Stream.concat(cluster.deployments.list(namespace).stream().filter(d -> !isProxy(d)).map(Workload::of),
        cluster.statefulSets.list(namespace).stream().map(Workload::of)).toList();
  }

  static boolean isProxy(HasMetadata object) {
    var labels = object.getMetadata().getLabels();
    return labels != null && labels.containsKey(Names.SWAP_LABEL);
  }
}
