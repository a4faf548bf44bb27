package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.restore.Workload;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides the next step of one Swap. Pure: the same observation gives the same decision, whatever came before.
 *
 * <pre>
 *  claimed:   as its mode says, see {@link ReplacePlan}
 *  unclaimed: scale the workload up → its pods ready in the Service → remove the proxy → delete the Swap
 * </pre>
 */
final class SwapPlan {
  /** During a swap or a restore, checking periodically costs nothing and covers a missed event. */
  static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
  private final ReplacePlan replace;

  SwapPlan(OperatorConfig settings, DriftPauses pauses) {
    this.replace = new ReplacePlan(settings, pauses);
  }

  Decision decide(Observed o) {
    var damaged = DamagedMark.of(o);
    if (damaged.isPresent() && damaged.get().workload().replicas() == 0) {
      return Decision.of(new Step.RewriteMark(damaged.get().workload(), damaged.get().copy()), damaged.get().workload(),
          ConditionMessage.MarkRepaired.with(damaged.get().workload().ref()))
          .resets(o.status().resets()).recheck(LOOK_AGAIN);
    }
    var claims = o.swap().getSpec().claims();
    if (o.swap().getMetadata().getDeletionTimestamp() != null) {
      return RestorePlan.decide(o, new Step.Finish());
    }
    if (claims.isEmpty()) {
      return RestorePlan.decide(o, new Step.DeleteSwap());
    }
    var holder = claims.getFirst();
    return switch (holder.mode()) {
      case Replace -> replace.decide(o, holder);
      case Intercept, Mirror -> throw new UnsupportedOperationException("not built yet");
    };
  }

  /** The workload that this Swap scaled to zero, if there is one. */
  static Optional<Workload> marked(Observed o) {
    return o.workloads().all().stream().filter(w -> w.isMarkedBy(o.name())).findFirst();
  }
}
