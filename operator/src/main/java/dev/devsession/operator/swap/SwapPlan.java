package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.Reason;
import dev.devsession.operator.OperatorConfig;
import dev.devsession.operator.swap.Resolution.Refused;
import dev.devsession.operator.swap.Resolution.Resolved;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides the next step of one Swap. Pure: the same observation gives the same decision, whatever came before.
 *
 * <pre>
 *  claimed:   put proxy → proxy ready in the Service → sleep the workload → its pods gone → Swapped
 *  unclaimed: wake the workload → its pods ready in the Service → remove the proxy → delete the Swap
 * </pre>
 */
final class SwapPlan {
  /** On the way, a look now and then costs nothing, should an event ever be missed. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
  private static final Duration CONFIRM_AGAIN = Duration.ofMillis(250);
  private final OperatorConfig settings;

  SwapPlan(OperatorConfig settings) {
    this.settings = settings;
  }

  Decision decide(Observed o) {
    var claims = o.swap().getSpec().claims();
    if (o.swap().getMetadata().getDeletionTimestamp() != null) {
      return RestorePlan.decide(o, new Step.Finish());
    }
    if (claims.isEmpty()) {
      return RestorePlan.decide(o, new Step.DeleteSwap());
    }
    return switch (resolve(o, claims.getFirst())) {
      case Refused refused -> RestorePlan.decide(o, new Step.Wait()).refused(refused);
      case Resolved(var workload, var routes) -> {
        var decision = swap(o, workload, Proxy.of(o.swap(), workload, routes, settings));
        yield decision.reason() == Reason.Swapped || decision.recheck() != null
            ? decision
            : decision.recheck(LOOK_AGAIN);
      }
    };
  }

  private static Resolution resolve(Observed o, Claim holder) {
    var resolution = Resolver.resolve(holder, o.name(), o.service(), o.workloads());
    var foreign = Stream.of(Optional.ofNullable(o.config()), Optional.ofNullable(o.proxy())).flatMap(Optional::stream)
        .filter(present -> !Proxy.isOwned(present, o.swap())).findFirst();
    return resolution instanceof Resolved && foreign.isPresent()
        ? new Refused(Reason.ProxyNameTaken, foreign.get().getKind() + " " + Proxy.name(o.name())
            + " exists and isn't this Swap's. Rename or delete it.")
        : resolution;
  }

  private static Decision swap(Observed o, Workload workload, Proxy wanted) {
    var stray = o.workloads().stream().filter(w -> w.isMarkedBy(o.name()) && !w.ref().equals(workload.ref()))
        .findFirst();
    if (stray.isPresent()) {
      return RestorePlan.wake(stray.get());
    }
    if (!wanted.sameConfig(o.config()) || !wanted.sameDeployment(o.proxy())) {
      return Decision.of(new Step.PutProxy(wanted, workload), workload, Reason.ProxyStarting,
          "The proxy is being created.");
    }
    var trouble = ProxyHealth.trouble(o, wanted, workload);
    if (trouble.isPresent()) {
      return trouble.get();
    }
    if (!wanted.routesHash().equals(o.swap().getStatus() == null ? null : o.swap().getStatus().routes())) {
      return Decision.of(new Step.ConfirmRoutes(wanted.routesHash()), workload, Reason.RoutesChanging,
          "The proxy is taking up new routes.").recheck(CONFIRM_AGAIN);
    }
    return workload.isMarkedBy(o.name())
        ? asleep(o, workload)
        : Decision.of(new Step.Sleep(workload), workload, Reason.OriginalStopping,
            "The proxy answers; " + workload.ref() + " is being stopped.");
  }

  private static Decision asleep(Observed o, Workload workload) {
    var wait = new Step.Wait();
    if (workload.replicas() > 0) {
      return Decision.of(wait, workload, Reason.OriginalScaledUp,
          "Somebody set " + workload.ref() + " to " + workload.replicas()
              + " replicas, so it answers too. Scale it to 0 again; after the session it'll have what it had before.");
    }
    var originals = o.originals();
    if (!originals.isEmpty()) {
      return Decision.of(wait, workload, Reason.OriginalStopping, "The proxy answers; pods still ending: "
          + String.join(", ", originals.stream().sorted().toList()) + ".");
    }
    return Decision.of(wait, workload, Reason.Swapped, workload.ref() + " sleeps; the machine answers for it.");
  }

  /** The workload that this Swap put to sleep, if there is one. */
  static Optional<Workload> marked(Observed o) {
    return o.workloads().stream().filter(w -> w.isMarkedBy(o.name())).findFirst();
  }
}
