package dev.devsession.operator.orphan;

import static java.util.stream.Collectors.toSet;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.restore.Mark;
import dev.devsession.restore.ScaledDownWorkload;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the objects in one namespace that no session accounts for. Pure. */
final class OrphanPlan {
  private OrphanPlan() {}

  /**
   * @param proxies Deployments and ConfigMaps of proxies
   * @param nodePortServices the NodePort Services that the operator made
   */
  static List<Orphan> find(List<Workload> workloads, List<Swap> swaps, List<DevSession> sessions,
      List<? extends HasMetadata> proxies, List<? extends HasMetadata> nodePortServices) {
    var present = sessions.stream().map(s -> s.getMetadata().getName()).collect(toSet());
    var scaledDown = workloads.stream().flatMap(w -> scaledDown(w, swaps).stream());
    var claimed = swaps.stream().filter(s -> s.getMetadata().getDeletionTimestamp() == null)
        .flatMap(s -> s.getSpec().claims().stream().filter(c -> !present.contains(c.session()))
            .map(c -> new Orphan.Claimed(s, c.session())));
    // A proxy keeps answering until its workload is scaled up again.
    var forgotten = proxies.stream().filter(p -> !isThere(swaps, swapOf(p)))
        .filter(p -> workloads.stream().noneMatch(w -> w.isMarkedBy(swapOf(p))));
    var unused = nodePortServices.stream().filter(c -> present.isEmpty());
    return Stream.of(scaledDown, claimed,
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
