package dev.devsession.operator.stray;

import static java.util.stream.Collectors.toSet;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Names;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.mark.Mark;
import dev.devsession.mark.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds what nobody accounts for in one namespace. Pure. */
final class StrayPlan {
  private StrayPlan() {}

  /**
   * @param proxies Deployments and ConfigMaps of proxies
   * @param companions companion Services
   */
  static List<Stray> find(List<Workload> workloads, List<Swap> swaps, List<DevSession> sessions,
      List<? extends HasMetadata> proxies, List<? extends HasMetadata> companions) {
    var names = swaps.stream().map(s -> s.getMetadata().getName()).collect(toSet());
    var present = sessions.stream().map(s -> s.getMetadata().getName()).collect(toSet());
    var asleep = workloads.stream().flatMap(w -> asleep(w, names, swaps)).toList();
    var claimed = swaps.stream().filter(s -> s.getMetadata().getDeletionTimestamp() == null)
        .flatMap(s -> s.getSpec().claims().stream().filter(c -> !present.contains(c.session()))
            .map(c -> new Stray.Claimed(s, c.session())));
    // A proxy goes on answering until the workload it stands for has been woken.
    var woken = workloads.stream().noneMatch(w -> w.mark().isPresent());
    var forgotten = proxies.stream()
        .filter(p -> woken && !names.contains(p.getMetadata().getLabels().get(Names.SWAP_LABEL)));
    var unused = companions.stream().filter(c -> present.isEmpty());
    return Stream.of(asleep.stream(), claimed,
        Stream.concat(forgotten, unused).filter(o -> o.getMetadata().getDeletionTimestamp() == null)
            .map(Stray.Forgotten::new))
        .<Stray>flatMap(s -> s).toList();
  }

  private static Stream<Stray> asleep(Workload workload, Set<String> names, List<Swap> swaps) {
    var accounted = swaps.stream().anyMatch(s -> s.getStatus() != null && s.getStatus().mark() != null
        && workload.ref().equals(s.getStatus().workload()));
    return switch (workload.mark().orElse(null)) {
      case Mark.Readable mark -> names.contains(mark.swap())
          ? Stream.empty()
          : Stream.of(new Stray.Asleep(workload, mark));
      case Mark.Unreadable mark -> accounted
          ? Stream.empty()
          : Stream.of(new Stray.Unreadable(workload, "its annotation " + Names.ORIGINAL_ANNOTATION
              + " can't be read: " + mark.text()));
      case null -> accounted || !workload.isPutToSleep()
          ? Stream.empty()
          : Stream.of(new Stray.Unreadable(workload, "its annotation " + Names.ORIGINAL_ANNOTATION + " is gone"));
    };
  }
}
