package dev.devsession.operator.swap;

import static java.util.stream.Collectors.toSet;

import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.operator.cluster.ClusterView;
import dev.devsession.operator.cluster.SharedInformerEventSource;
import dev.devsession.operator.status.AcceptedSpecs;
import dev.devsession.restore.SharedService;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which Swaps a change in the cluster concerns. */
final class SwapTriggers {
  private final IndexerResourceCache<Swap> swaps;
  private final ClusterView cluster;
  private final AcceptedSpecs<Swap> accepted;

  SwapTriggers(IndexerResourceCache<Swap> swaps, ClusterView cluster, AcceptedSpecs<Swap> accepted) {
    this.swaps = swaps;
    this.accepted = accepted;
    this.cluster = cluster;
  }

  List<EventSource<?, Swap>> eventSources() {
    return List.of(
        new SharedInformerEventSource<>(cluster.services,
            s -> named(s, isOurs(s) ? ClusterView.swapOf(s) : s.getMetadata().getName())),
        new SharedInformerEventSource<>(cluster.swaps, this::siblings),
        new SharedInformerEventSource<>(cluster.endpointSlices,
            s -> named(s, isOurs(s) ? ClusterView.swapOf(s) : ClusterView.serviceOf(s))),
        new SharedInformerEventSource<>(cluster.proxyPods, p -> named(p, ClusterView.swapOf(p))),
        new SharedInformerEventSource<>(cluster.proxyConfigs, c -> named(c, ClusterView.swapOf(c))),
        new SharedInformerEventSource<>(cluster.deployments,
            d -> ClusterWorkloads.isProxy(d) ? named(d, ClusterView.swapOf(d)) : of(d)),
        new SharedInformerEventSource<>(cluster.statefulSets, this::of),
        new SharedInformerEventSource<>(cluster.otherWorkloads, this::of));
  }

  /** Whether it is a Service that leads proxies to originals, or a slice of one, which has its Service's labels. */
  private static boolean isOurs(HasMetadata object) {
    return ClusterView.isLabelled(object, Labels.SWAP);
  }

  private Set<ResourceID> named(HasMetadata object, String swap) {
    var id = new ResourceID(swap, object.getMetadata().getNamespace());
    return swaps.get(id).isPresent() ? Set.of(id) : Set.of();
  }

  /** The other Swaps of the session that may share a proxy with this one: their Services select the same pods. */
  private Set<ResourceID> siblings(Swap changed) {
    var namespace = changed.getMetadata().getNamespace();
    var selector = selector(namespace, changed.getMetadata().getName());
    return changed.getSpec().claims().isEmpty() || selector.isEmpty()
        ? Set.of()
        : swaps.byIndex(Cache.NAMESPACE_INDEX, namespace).stream()
            .filter(s -> !s.getMetadata().getName().equals(changed.getMetadata().getName())
                && !s.getSpec().claims().isEmpty() && s.getSpec().claims().getFirst().session()
                    .equals(changed.getSpec().claims().getFirst().session()))
            .filter(s -> {
              var other = selector(namespace, s.getMetadata().getName());
              return !other.isEmpty() && (other.containsAll(selector) || selector.containsAll(other));
            }).map(ResourceID::fromResource).collect(toSet());
  }

  private Set<Map.Entry<String, String>> selector(String namespace, String service) {
    return cluster.services.get(namespace, service).map(s -> SharedService.original(s).getSpec().getSelector())
        .map(Map::entrySet)
        .orElse(Set.of());
  }

  /** The Swaps that have this workload, those whose Service selects its pods, and those that look for one. */
  private Set<ResourceID> of(HasMetadata workload) {
    var seen = Workload.of(workload);
    return swaps.byIndex(Cache.NAMESPACE_INDEX, workload.getMetadata().getNamespace()).stream()
        .filter(s -> !accepted.contains(s)
            || seen.ref().equals(SwapStatuses.present(s).workload())
            || isSelected(s, seen))
        .map(ResourceID::fromResource).collect(toSet());
  }

  private boolean isSelected(Swap swap, Workload workload) {
    return cluster.services.get(swap.getMetadata().getNamespace(), swap.getMetadata().getName())
        .filter(s -> WorkloadResolver.selects(SharedService.original(s), workload)).isPresent();
  }
}
