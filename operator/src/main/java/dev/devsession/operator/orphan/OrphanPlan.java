package dev.devsession.operator.orphan;

import static java.util.stream.Collectors.toSet;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.restore.Mark;
import dev.devsession.restore.ScaledDownWorkload;
import dev.devsession.restore.SharedService;
import dev.devsession.restore.SwitchedService;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the objects in one namespace that no session accounts for. Pure. */
final class OrphanPlan {
  private OrphanPlan() {}

  /**
   * @param services the Services of others
   * @param proxies Deployments and ConfigMaps of proxies, and the Services that lead them to originals
   * @param nodePortServices the NodePort Services that the operator made
   */
  static List<Orphan> find(List<Workload> workloads, List<Service> services, List<Swap> swaps,
      List<DevSession> sessions,
      List<? extends HasMetadata> proxies, List<? extends HasMetadata> nodePortServices) {
    var present = sessions.stream().map(s -> s.getMetadata().getName()).collect(toSet());
    var scaledDown = workloads.stream().flatMap(w -> scaledDown(w, swaps).stream());
    var claimed = swaps.stream().filter(s -> s.getMetadata().getDeletionTimestamp() == null)
        .flatMap(s -> s.getSpec().claims().stream().filter(c -> !present.contains(c.session()))
            .map(c -> new Orphan.Claimed(s, c.session())));
    var twins = proxies.stream().filter(Service.class::isInstance).map(Service.class::cast).toList();
    var switched = services.stream().filter(s -> !isThere(swaps, s.getMetadata().getName()))
        .flatMap(s -> SwitchedService.of(s, swaps, twins).stream())
        .flatMap(s -> s.mark().map(m -> new Orphan.Switched(s.service(), m)).stream());
    // A proxy keeps answering until its workload is scaled up, or its Service restored.
    var forgotten = proxies.stream().filter(p -> !isThere(swaps, swapOf(p)))
        .filter(p -> workloads.stream().noneMatch(w -> w.isMarkedBy(swapOf(p))))
        .filter(p -> services.stream().map(SharedService::new)
            .noneMatch(s -> s.name().equals(swapOf(p)) && (s.isTouched() || s.mark().isPresent())));
    var unused = nodePortServices.stream().filter(c -> present.isEmpty());
    return Stream.of(scaledDown, switched, claimed,
        Stream.concat(forgotten, unused).filter(o -> o.getMetadata().getDeletionTimestamp() == null)
            .map(Orphan.Forgotten::new))
        .<Orphan>flatMap(s -> s).toList();
  }

  private static String swapOf(HasMetadata proxy) {
    return proxy.getMetadata().getLabels().get(Labels.SWAP);
  }

  private static Optional<Orphan> scaledDown(Workload workload, List<Swap> swaps) {
    return ScaledDownWorkload.of(workload, swaps).flatMap(s -> switch (s.mark()) {
      case Mark.Readable mark -> s.damage() != null || isThere(swaps, mark.swap()) // then that Swap restores it
          ? Optional.empty()
          : Optional.of(new Orphan.ScaledDown(workload, mark));
      case Mark.Unreadable mark -> Optional.of(new Orphan.Unreadable(workload, s.damage()));
    });
  }

  private static boolean isThere(List<Swap> swaps, String name) {
    return swaps.stream().anyMatch(s -> s.getMetadata().getName().equals(name));
  }
}
