package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.operator.cluster.ClusterView;
import dev.devsession.operator.dataplane.PodStartFailure;
import dev.devsession.restore.Workload;
import dev.devsession.restore.WorkloadKind;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Observes what a swap's plan rests on. */
final class SwapObserver {
  private final ClusterView cluster;
  private final EndpointOwners owners;
  private final WrittenWorkloads written;
  private final Clock clock;

  SwapObserver(ClusterView cluster, EndpointOwners owners, WrittenWorkloads written, Clock clock) {
    this.cluster = cluster;
    this.written = written;
    this.owners = owners;
    this.clock = clock;
  }

  Observed observe(Swap swap) {
    var namespace = swap.getMetadata().getNamespace();
    var name = swap.getMetadata().getName();
    var service = cluster.services.get(namespace, name).orElse(null);
    var slices = cluster.slices(namespace, name);
    var workloads = written.current(ClusterWorkloads.of(cluster, namespace));
    return new Observed(swap, service, workloads,
        cluster.proxyConfigs.get(namespace, Proxy.name(name)).orElse(null),
        cluster.deployments.get(namespace, Proxy.name(name)).orElse(null), cluster.proxyPods(namespace, name), slices,
        owners.of(service, slices), cluster.services.list(namespace), siblings(swap), startFailure(swap, workloads),
        cluster.services.get(namespace, TwinService.name(name)).orElse(null),
        cluster.slices(namespace, TwinService.name(name)), clock.instant());
  }

  private List<Sibling> siblings(Swap swap) {
    if (swap.getSpec().claims().isEmpty()) {
      return List.of();
    }
    var namespace = swap.getMetadata().getNamespace();
    var session = swap.getSpec().claims().getFirst().session();
    return cluster.swaps.list(namespace).stream()
        .filter(s -> !s.getMetadata().getName().equals(swap.getMetadata().getName())
            && s.getMetadata().getDeletionTimestamp() == null && !s.getSpec().claims().isEmpty()
            && s.getSpec().claims().getFirst().session().equals(session) && !Sharing.isShared(s))
        .map(s -> new Sibling(s, cluster.services.get(namespace, s.getMetadata().getName()).orElse(null),
            cluster.proxyConfigs.get(namespace, Proxy.name(s.getMetadata().getName())).orElse(null)))
        .toList();
  }

  /** Looked for only while an original that has its replicas back isn't ready: its pods aren't kept in memory. */
  private Optional<PodStartFailure> startFailure(Swap swap, ClusterWorkloads workloads) {
    var status = SwapStatuses.present(swap);
    return workloads.all().stream()
        .filter(w -> status.originalReplicas() != null && w.ref().equals(status.workload()) && w.mark().isEmpty()
            && w.ready() < w.replicas())
        .findFirst().flatMap(w -> PodStartFailure.of(deployment(w), owners.podsOf(w)));
  }

  /** The Deployment, which says why it has no pods; null for a workload of another kind. */
  private Deployment deployment(Workload workload) {
    return WorkloadKind.DEPLOYMENT.kind().equals(workload.ref().kind())
        ? cluster.deployments.get(workload.metadata().getNamespace(), workload.ref().name()).orElse(null)
        : null;
  }
}
