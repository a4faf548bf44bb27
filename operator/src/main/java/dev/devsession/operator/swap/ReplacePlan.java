package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.api.v1alpha1.Resets;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.owned.OwnedObjects;
import dev.devsession.operator.status.Conditions;
import dev.devsession.operator.swap.Resolution.Refused;
import dev.devsession.operator.swap.Resolution.Resolved;
import dev.devsession.restore.Mark;
import dev.devsession.restore.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides the next step towards a Service whose workload is scaled to zero while a proxy takes its place. Pure.
 *
 * <pre>
 *  apply proxy → proxy ready in the Service → pause autoscalers → scale the workload to zero → its pods gone → Swapped
 *  given up: as unclaimed, until the next try
 * </pre>
 */
final class ReplacePlan {
  private static final Duration CONFIRM_AGAIN = Duration.ofMillis(250);
  private final OperatorConfig settings;
  private final DriftPauses pauses;

  ReplacePlan(OperatorConfig settings, DriftPauses pauses) {
    this.settings = settings;
    this.pauses = pauses;
  }

  Decision decide(Observed o, Claim holder) {
    return SharedProxy.decide(o, holder).orElseGet(() -> decideOwnProxy(o, holder));
  }

  private Decision decideOwnProxy(Observed o, Claim holder) {
    return switch (resolve(o, holder)) {
      case Refused(var why) -> RestorePlan.decide(o, new Step.Wait()).refused(why);
      case Resolved(var workload, var routes, var others) -> {
        var untilRetry = RefusedStep.untilRetry(o);
        if (untilRetry.isPositive()) {
          yield RefusedStep.leaveOriginal(o, untilRetry);
        }
        var left = Drift.untilRetry(o.status().resets(), workload.metadata(), o.isChanged(), o.now());
        yield left.isPositive() ? givenUp(o, o.status().resets(), left) : swap(o, workload, routes, others);
      }
    };
  }

  private Decision swap(Observed o, Workload workload, List<Route> routes, List<String> others) {
    var decision = swap(o, workload, Proxy.of(o.swap(), workload,
        SharedProxy.withOthers(o, workload, routes), settings), others);
    if (decision.resets() == null && decision.reason() != ConditionReason.Swapped) {
      decision = decision.resets(Drift.trying(o.status().resets()));
    }
    return decision.reason() == ConditionReason.Swapped || decision.recheck() != null
        ? decision
        : decision.recheck(SwapPlan.LOOK_AGAIN);
  }

  /** Leaves the workload to the controller that keeps resetting it, as if no session claimed the Service. */
  private static Decision givenUp(Observed o, Resets resets, Duration left) {
    var restoring = RestorePlan.decide(o, new Step.Wait());
    return (SwapStatuses.isRestored(restoring.reason())
        ? restoring.because(ConditionMessage.GivenUp.with(resets.manager(), resets.retryTime()))
        : restoring)
        .resets(resets).recheck(restoring.recheck() == null || left.compareTo(restoring.recheck()) < 0
            ? left
            : restoring.recheck());
  }

  private static Resolution resolve(Observed o, Claim holder) {
    var resolution = WorkloadResolver.resolve(holder, o.name(), o.service(), o.workloads(),
        o.podOwners().values(), Set.of());
    var foreign = Stream.of(Optional.ofNullable(o.config()), Optional.ofNullable(o.proxy())).flatMap(Optional::stream)
        .filter(present -> !OwnedObjects.isOwnedBy(present, o.swap())).findFirst();
    return resolution instanceof Resolved && foreign.isPresent()
        ? new Refused(ConditionMessage.ProxyNameTaken.with(foreign.get().getKind(), Proxy.name(o.name())))
        : resolution;
  }

  private Decision swap(Observed o, Workload workload, Proxy wanted, List<String> others) {
    var otherWorkload = o.workloads().all().stream()
        .filter(w -> w.isMarkedBy(o.name()) && !w.ref().equals(workload.ref()))
        .findFirst();
    if (otherWorkload.isPresent()) {
      return RestorePlan.restore(otherWorkload.get());
    }
    if (!wanted.sameConfig(o.config()) || !wanted.sameDeployment(o.proxy())) {
      return Decision.of(new Step.ApplyProxy(wanted, workload), workload, ConditionMessage.ProxyStarting.with());
    }
    var withoutLabels = ProxyHealth.withoutLabels(o, wanted, workload);
    if (!withoutLabels.isEmpty()) {
      return Decision.of(new Step.LabelProxies(withoutLabels, workload.podLabels(), true), workload,
          ConditionMessage.ProxyStarting.with());
    }
    var notReady = ProxyHealth.whileNotReady(o, wanted, workload);
    if (notReady.isPresent()) {
      return notReady.get();
    }
    if (!wanted.routesHash().equals(o.swap().getStatus() == null ? null : o.swap().getStatus().routes())) {
      return Decision.of(new Step.ConfirmRoutes(wanted.routesHash()), workload, ConditionMessage.RoutesChanging.with())
          .recheck(CONFIRM_AGAIN);
    }
    if (Conditions.find(o.status().conditions(), ConditionType.AutoscalerPaused).isEmpty()) {
      return Decision.of(new Step.PauseAutoscalers(workload), workload, ConditionMessage.CheckingAutoscalers.with());
    }
    if (isReset(o, workload)) {
      return reset(o, workload, Drift.count(o.status().resets(), workload, o.now(), pauses));
    }
    return workload.isMarkedBy(o.name()) && workload.replicas() == 0
        ? scaledDown(o, workload, others)
        : Decision.of(new Step.ScaleDown(workload), workload, stopping(o.originals(workload)));
  }

  /** Whether another client has scaled the workload up since this Swap scaled it to zero. */
  private static boolean isReset(Observed o, Workload workload) {
    return workload.replicas() > 0 && (workload.isMarkedBy(o.name())
        ? Drift.writer(workload).isPresent()
        : o.status().mark() != null);
  }

  private static Decision reset(Observed o, Workload workload, Resets counted) {
    if (counted.retryTime() == null) {
      return Decision.of(new Step.ScaleDown(workload), workload,
          ConditionMessage.ReplicasChanged.with(counted.manager(), workload.ref(), workload.replicas()))
          .resets(counted);
    }
    var mark = workload.mark().orElse(null);
    return Decision
        .of(mark instanceof Mark.Readable m ? new Step.RestoreWorkload(workload, m) : new Step.Wait(), workload,
            ConditionMessage.GivingUp.with(counted.manager(), counted.retryTime()))
        .resets(counted).recheck(SwapPlan.LOOK_AGAIN);
  }

  /** The same before and after the step, so that it is written once. */
  private static ReasonedMessage stopping(Set<String> originals) {
    return ConditionMessage.PodsEnding.with(String.join(", ", originals.stream().sorted().toList()));
  }

  private Decision scaledDown(Observed o, Workload workload, List<String> others) {
    var wait = new Step.Wait();
    var originals = o.originals(workload);
    if (!originals.isEmpty()) {
      return Decision.of(wait, workload, stopping(originals));
    }
    var swapped = Decision.of(wait, workload, SwappedMessage.of(o, workload, others));
    var resets = Drift.trying(o.status().resets());
    if (resets == null) {
      return swapped;
    }
    var since = Conditions.find(o.status().conditions(), ConditionType.Swapped).filter(Condition::holds)
        .map(c -> Instant.parse(c.lastTransitionTime())).orElse(o.now());
    var left = Drift.untilForgotten(resets, since, o.now(), pauses);
    return left.isPositive()
        ? swapped.because(swapped.says().and(ConditionMessage.SwappedWithOtherReplicas.with(resets.manager(),
            workload.mark().orElse(null) instanceof Mark.Readable m ? m.replicas() : "those"))).resets(resets)
            .recheck(left)
        : swapped;
  }
}
