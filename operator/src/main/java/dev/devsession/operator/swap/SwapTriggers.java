package dev.devsession.operator.swap;

import static java.util.stream.Collectors.toSet;

import dev.devsession.api.v1alpha1.Names;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.WorkloadRef;
import dev.devsession.operator.cluster.ClusterView;
import dev.devsession.operator.cluster.Triggers;
import dev.devsession.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Set;

/** Which Swaps a change in the cluster concerns. */
final class SwapTriggers {
  private final IndexerResourceCache<Swap> swaps;

  SwapTriggers(IndexerResourceCache<Swap> swaps) {
    this.swaps = swaps;
  }

  List<EventSource<?, Swap>> of(ClusterView cluster) {
    return List.of(
        new Triggers<>(cluster.services, s -> named(s, s.getMetadata().getName())),
        new Triggers<>(cluster.endpointSlices, s -> named(s, ClusterView.serviceOf(s))),
        new Triggers<>(cluster.proxyPods, p -> named(p, labelled(p))),
        new Triggers<>(cluster.proxyConfigs, c -> named(c, labelled(c))),
        new Triggers<>(cluster.deployments, d -> Workloads.isProxy(d) ? named(d, labelled(d)) : of(d)),
        new Triggers<>(cluster.statefulSets, this::of), new Triggers<>(cluster.otherWorkloads, this::of));
  }

  private static String labelled(HasMetadata object) {
    return object.getMetadata().getLabels().get(Names.SWAP_LABEL);
  }

  private Set<ResourceID> named(HasMetadata object, String swap) {
    var id = new ResourceID(swap, object.getMetadata().getNamespace());
    return swaps.get(id).isPresent() ? Set.of(id) : Set.of();
  }

  /** The Swaps that have this workload, and those that look for one. */
  private Set<ResourceID> of(HasMetadata workload) {
    return swaps.list(workload.getMetadata().getNamespace())
        .filter(s -> !Conditions.isSwapped(s) || isOf(s.getStatus().workload(), workload))
        .map(ResourceID::fromResource).collect(toSet());
  }

  private static boolean isOf(WorkloadRef ref, HasMetadata workload) {
    return ref != null && ref.kind().equals(workload.getKind())
        && ref.name().equals(workload.getMetadata().getName());
  }
}
