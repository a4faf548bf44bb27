package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.restore.Mark;
import dev.devsession.restore.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Services of one session that select the same workload: they reach the same pods, so one proxy answers for all. It is
 * that of the Swap that scaled the workload to zero, before that of the first by name. Pure.
 */
final class SharedProxy {
  private SharedProxy() {}

  /** The Swap's own routes, and those of the others for which its proxy answers too. */
  static List<Route> withOthers(Observed o, Workload workload, List<Route> own) {
    var all = new ArrayList<>(own);
    for (var sibling : others(o, workload)) {
      for (var route : routes(sibling.claim(), sibling, workload)) {
        if (all.stream().noneMatch(r -> r.listenPort() == route.listenPort())) {
          all.add(route);
        }
      }
    }
    return all;
  }

  /** What to do where the proxy of another Swap answers; empty: it is this Swap that makes one. */
  static Optional<Decision> decide(Observed o, Claim holder) {
    if (o.service() == null || o.siblings().isEmpty()) {
      return Optional.empty();
    }
    var selection = WorkloadSelection.of(o.service(), o.workloads(), o.podOwners().values());
    if (WorkloadResolver.unfit(o.service()) != null || selection.refusal(holder.workloadRef()).isPresent()) {
      return Optional.empty();
    }
    var workload = selection.workload(holder.workloadRef());
    return maker(o, workload).flatMap(
        maker -> Ports.route(holder, o.service(), workload) instanceof Ports.Routed(var routes)
            ? Optional.of(behind(o, maker, workload, routes, selection.besides(workload)))
            : Optional.empty());
  }

  /** The sibling whose proxy answers; empty: this Swap's own does. */
  private static Optional<Sibling> maker(Observed o, Workload workload) {
    if (workload.mark().orElse(null) instanceof Mark.Readable mark) {
      return o.siblings().stream().filter(s -> s.name().equals(mark.swap())).findFirst();
    }
    return others(o, workload).stream().findFirst().filter(s -> s.name().compareTo(o.name()) < 0);
  }

  private static Decision behind(Observed o, Sibling maker, Workload workload, List<Route> routes,
      List<String> others) {
    var collision = collision(o, maker, workload, routes);
    if (collision.isPresent()) {
      return RestorePlan.decide(o, new Step.Wait()).refused(collision.get());
    }
    var waiting = ConditionMessage.SharedProxyStarting.with(maker.name());
    if (o.proxy() != null || o.config() != null) {
      return Decision.of(new Step.RemoveProxy(), workload, waiting).recheck(SwapPlan.LOOK_AGAIN);
    }
    var ending = new TreeSet<>(o.originals(workload));
    ending.removeIf(pod -> Proxy.isPodName(pod, maker.name()));
    if (!maker.isSwapped() || !maker.carries(routes)) {
      return Decision.of(new Step.Wait(), workload, waiting).recheck(SwapPlan.LOOK_AGAIN);
    }
    return ending.isEmpty()
        ? Decision.of(new Step.Wait(), workload,
            SwappedMessage.of(o, workload, others).and(ConditionMessage.SharedProxy.with(maker.name())))
        : Decision.of(new Step.Wait(), workload, ConditionMessage.PodsEnding.with(String.join(", ", ending)))
            .recheck(SwapPlan.LOOK_AGAIN);
  }

  private static Optional<ReasonedMessage> collision(Observed o, Sibling maker, Workload workload,
      List<Route> routes) {
    var makers = routes(maker.claim(), maker, workload);
    return routes.stream().flatMap(r -> makers.stream()
        .filter(m -> m.listenPort() == r.listenPort() && m.hostPort() != r.hostPort())
        .map(m -> ConditionMessage.SharedPortsCollide.with(maker.name(), o.name(), r.listenPort(), workload.ref(),
            m.hostPort(), r.hostPort())))
        .findFirst();
  }

  private static List<Sibling> others(Observed o, Workload workload) {
    return o.siblings().stream().filter(s -> s.selects(workload)).sorted(Comparator.comparing(Sibling::name)).toList();
  }

  private static List<Route> routes(Claim claim, Sibling sibling, Workload workload) {
    return sibling.service() != null
        && Ports.route(claim, sibling.service(), workload) instanceof Ports.Routed(var routes) ? routes : List.of();
  }
}
