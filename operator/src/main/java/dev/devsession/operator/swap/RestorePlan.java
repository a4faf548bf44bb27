package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.SwapStatus;
import dev.devsession.operator.status.Conditions;
import dev.devsession.restore.Mark;
import dev.devsession.restore.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides the next step of a Swap that no session claims any more: it restores the original. Pure. */
final class RestorePlan {
  /** How long the proxy keeps answering for an original that doesn't become available. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  /** More than the grace period of the proxy's pods, on a slow node. */
  private static final Duration DRAINING = Duration.ofMinutes(1);
  private static final Duration CHECK_DRAINING = Duration.ofSeconds(1);

  private RestorePlan() {}

  /** @param last what to do when everything is restored */
  static Decision decide(Observed o, Step last) {
    var marked = SwapPlan.marked(o);
    if (marked.isPresent()) {
      return restore(marked.get());
    }
    var damaged = DamagedMark.of(o);
    if (damaged.isPresent() && Mark.parse(damaged.get().copy()) instanceof Mark.Readable mark
        && damaged.get().workload().mark().isPresent()) {
      return restore(damaged.get().workload(), mark);
    }
    if (o.proxy() == null && o.config() == null) {
      return draining(o).orElseGet(() -> Decision.of(last, null, ConditionMessage.Restored.with()));
    }
    var original = original(o);
    var notBack = original.flatMap(workload -> OriginalReturn.whileNotBack(o, workload, since(o)));
    if (notBack.isPresent()) {
      return notBack.get();
    }
    return Decision.of(new Step.RemoveProxy(), original.orElse(null), ConditionMessage.ProxyRemoved.with());
  }

  /**
   * While proxy pods are left, callers may still reach the machine through them: nodes learn of changed endpoints with
   * a delay, and open connections go on. The session, and with it its tunnel, must outlive them.
   */
  static Optional<Decision> draining(Observed o) {
    var left = Duration.between(o.now(), since(o).plus(PATIENCE).plus(DRAINING));
    var pods = o.drainingProxies();
    return pods.isEmpty() || !left.isPositive()
        ? Optional.empty()
        : Optional.of(Decision.of(new Step.Wait(), null, ConditionMessage.ProxyDraining.with(String.join(", ", pods)))
            .recheck(CHECK_DRAINING));
  }

  static Decision restore(Workload workload) {
    return restore(workload, (Mark.Readable) workload.mark().orElseThrow());
  }

  private static Decision restore(Workload workload, Mark.Readable mark) {
    return Decision.of(new Step.RestoreWorkload(workload, mark), workload,
        ConditionMessage.OriginalScalingUp.with(workload.ref()));
  }

  /** The workload that was scaled to zero, if one was: its mark is gone by now, so the status names it. */
  private static Optional<Workload> original(Observed o) {
    return Optional.ofNullable(o.swap().getStatus()).filter(s -> s.originalReplicas() != null).map(SwapStatus::workload)
        .flatMap(ref -> o.workloads().all().stream().filter(w -> w.ref().equals(ref) && !w.isDeleting()).findFirst());
  }

  /** Since when the original has been starting: now, if the status doesn't say so yet. */
  static Instant since(Observed o) {
    return Conditions.find(o.status().conditions(), ConditionType.Swapped).filter(c -> !c.holds())
        .map(Condition::lastTransitionTime)
        .map(Instant::parse).orElse(o.now());
  }
}
