package dev.devsession.operator.swap;

import static java.util.stream.Collectors.joining;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.api.v1alpha1.Resets;
import dev.devsession.api.v1alpha1.Sharer;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwapStatus;
import dev.devsession.api.v1alpha1.SwapStatusBuilder;
import dev.devsession.api.v1alpha1.WorkloadRef;
import dev.devsession.operator.dataplane.Fingerprint;
import dev.devsession.operator.drift.IgnoreRules;
import dev.devsession.operator.drift.SelectorRules;
import dev.devsession.operator.status.Conditions;
import dev.devsession.restore.Mark;
import dev.devsession.restore.SharedService;
import dev.devsession.restore.Workload;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Makes a Swap's status from a decision. Pure. */
final class SwapStatuses {
  private SwapStatuses() {}

  /** Reasons with which the workload is restored, or is being restored. */
  private static final Set<ConditionReason> GIVEN_BACK = Set.of(ConditionReason.OriginalStarting,
      ConditionReason.ProxyDraining, ConditionReason.Restored, ConditionReason.GivenUp);
  /** Reasons with which the original runs as before. */
  private static final Set<ConditionReason> RESTORED = Set.of(ConditionReason.ProxyDraining, ConditionReason.Restored);
  /** Reasons with which the proxy may still use the routes of the former holder. */
  private static final Set<ConditionReason> FORMER_ROUTES = Set.of(ConditionReason.ProxyStarting,
      ConditionReason.ProxyFailing, ConditionReason.RoutesChanging, ConditionReason.OriginalStarting);

  /** @param swap with the status as it is known by now, which may be more than was written */
  static SwapStatus of(Swap swap, Decision decision, Conditions conditions) {
    var old = present(swap);
    var refusal = decision.refusal();
    conditions.set(ConditionType.Accepted, refusal == null,
        refusal == null ? ConditionMessage.SwapAccepted.with() : refusal);
    conditions.set(ConditionType.Swapped, decision.reason().isServed(),
        refusal != null && RESTORED.contains(decision.reason()) ? refusal : decision.says());
    drift(swap, decision, old, conditions);
    if (!GIVEN_BACK.contains(decision.reason())) {
      // After a reset of the replicas, an autoscaler may be there that wasn't before.
      if (decision.reason() != ConditionReason.ReplicasChanged) {
        conditions.keep(ConditionType.AutoscalerPaused);
      }
      conditions.keep(ConditionType.DisruptionsAllowed);
      conditions.keep(ConditionType.PoliciesHold);
    }
    var claims = swap.getSpec().claims();
    var holder = holder(claims, decision, old);
    var since = holder != null && holder.equals(old.holder()) ? old.since() : conditions.now();
    var queued = Sharing.waiting(claims).stream().map(Claim::session).collect(joining(","));
    var restored = RESTORED.contains(decision.reason()) || decision.reason() == ConditionReason.GivenUp
        && decision.step() instanceof Step.Wait;
    var workload = decision.workload() == null ? old.workload() : decision.workload().ref();
    var untouched = restored || decision.shared() != null;
    var replicas = untouched ? null : replicas(decision.workload(), old);
    var original = untouched || workload == null || replicas == null ? null : workload + " ×" + replicas;
    return new SwapStatusBuilder().withObservedGeneration(swap.getMetadata().getGeneration())
        .withConditions(conditions.build()).withHolder(holder)
        .withClaim(claims.isEmpty() ? null : Fingerprint.of(claims.getFirst())).withSince(since)
        .withQueued(queued.isEmpty() ? null : queued).withWorkload(workload).withOriginalReplicas(replicas)
        .withOriginalUnready(untouched ? null : unready(decision, old))
        .withOriginal(original).withRoutes(restored ? null : old.routes())
        .withMark(restored ? null : mark(swap, decision, old)).withResets(decision.resets())
        .withSharers(decision.shared() == null ? null : decision.shared().sharers())
        .withOutages(decision.shared() == null ? null : decision.shared().outages()).build();
  }

  /** The session that the proxy leads to; the first claim's from when the proxy uses its routes. */
  private static String holder(List<Claim> claims, Decision decision, SwapStatus old) {
    if (decision.shared() != null) {
      return decision.shared().sharers().stream().findFirst().map(Sharer::session).orElse(null);
    }
    var isFormers = old.holder() != null && old.routes() != null && FORMER_ROUTES.contains(decision.reason());
    return claims.isEmpty() || isFormers ? old.holder() : claims.getFirst().session();
  }

  /** The status as it is, with Swapped Unknown: the failure leaves open whether the Service is swapped. */
  static SwapStatus failed(Swap swap, ReasonedMessage says, Conditions conditions) {
    return new SwapStatusBuilder(present(swap))
        .withConditions(conditions.setUnknown(ConditionType.Swapped, says).andTheRest().build()).build();
  }

  private static void drift(Swap swap, Decision decision, SwapStatus old, Conditions conditions) {
    var resets = decision.resets();
    var was = Conditions.find(old.conditions(), ConditionType.DriftFight);
    if (Drift.isFight(resets)) {
      conditions.set(ConditionType.DriftFight, true, decision.shared() != null
          ? ConditionMessage.SelectorResetByOthers.with(resets.count(), resets.manager(), resets.lastTime(),
              SelectorRules.advice(resets.manager(), resets.operation(), swap.getMetadata().getNamespace(),
                  swap.getMetadata().getName()))
          : ConditionMessage.ResetByOthers.with(resets.count(), resets.manager(), resets.lastTime(),
              advice(swap, decision.workload() == null ? old.workload() : decision.workload().ref(), resets)));
    } else if (was.isPresent() && !swap.getSpec().claims().isEmpty()) {
      conditions.set(ConditionType.DriftFight, false, ConditionMessage.Undisturbed.with());
    }
  }

  /** How to configure the controller that resets the workload so that it stops. */
  private static String advice(Swap swap, WorkloadRef workload, Resets resets) {
    return IgnoreRules.advice(resets.manager(), resets.operation(), resets.subresource(), workload.apiVersion(),
        workload.kind(), swap.getMetadata().getNamespace(), workload.name());
  }

  /** Whether the original runs as before. */
  static boolean isRestored(ConditionReason reason) {
    return RESTORED.contains(reason);
  }

  /** Whether Service and workload of the Swap, as it is wanted now, were found. */
  static boolean isAccepted(Swap swap) {
    return Conditions.holds(present(swap).conditions(), ConditionType.Accepted, swap.getMetadata().getGeneration());
  }

  /** The status as it is; empty for a Swap that the operator hasn't processed. */
  static SwapStatus present(Swap swap) {
    return swap.getStatus() == null ? new SwapStatusBuilder().build() : swap.getStatus();
  }

  /** The old conditions, but for those that are new. */
  static List<Condition> with(List<Condition> old, List<Condition> fresh) {
    return Stream.concat(
        old.stream().filter(o -> fresh.stream().noneMatch(f -> f.type().equals(o.type()))), fresh.stream()).toList();
  }

  /** As it was before the first of perhaps several times that it is scaled to zero for the present sessions. */
  private static Integer unready(Decision decision, SwapStatus old) {
    if (!(decision.step() instanceof Step.ScaleDown(var workload)) || old.mark() != null) {
      return old.originalUnready();
    }
    var unready = workload.replicas() - workload.ready();
    return unready > 0 ? Integer.valueOf(unready) : null;
  }

  private static Integer replicas(Workload workload, SwapStatus old) {
    return workload != null && workload.mark().orElse(null) instanceof Mark.Readable mark
        ? Integer.valueOf(mark.replicas())
        : old.originalReplicas();
  }

  /** A copy of the workload's mark; kept when the mark is damaged, removed when the workload is restored. */
  private static String mark(Swap swap, Decision decision, SwapStatus old) {
    if (decision.shared() != null) {
      return mark(decision.shared().service(), old);
    }
    var workload = decision.workload();
    if (workload == null) {
      return old.mark();
    }
    return workload.isMarkedBy(swap.getMetadata().getName())
        ? workload.markText().orElseThrow()
        : workload.mark().isEmpty() && workload.replicas() > 0 ? null : old.mark();
  }

  /** A copy of the Service's mark, likewise. */
  private static String mark(SharedService service, SwapStatus old) {
    if (service.service() == null) {
      return null;
    }
    return service.mark().isPresent()
        ? service.markText().orElseThrow()
        : service.isTouched() ? old.mark() : null;
  }
}
