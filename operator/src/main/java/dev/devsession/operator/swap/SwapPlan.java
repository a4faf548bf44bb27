package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.owned.OwnedObjects;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides the next step of one Swap. Pure: the same observation gives the same decision, whatever came before.
 *
 * <pre>
 *  claimed:   as its mode says, see {@link ReplacePlan} and {@link InterceptPlan}
 *  unclaimed: back to the original, see {@link RestorePlan} and {@link InterceptEnd}, then delete the Swap
 * </pre>
 */
final class SwapPlan {
  /** During a swap or a restore, checking periodically costs nothing and covers a missed event. */
  static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
  private final ReplacePlan replace;
  private final InterceptPlan intercept;
  private final OperatorConfig settings;

  SwapPlan(OperatorConfig settings, DriftPauses pauses) {
    this.replace = new ReplacePlan(settings, pauses);
    this.intercept = new InterceptPlan(settings, pauses);
    this.settings = settings;
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
      return restore(o, new Step.Finish());
    }
    if (claims.isEmpty()) {
      return restore(o, new Step.DeleteSwap());
    }
    var holder = claims.getFirst();
    return switch (holder.mode()) {
      case Replace -> InterceptPlan.isBegun(o) ? restore(o, new Step.Wait()) : replace.decide(o, holder);
      case Intercept, Mirror ->
        isReplaced(o) ? restore(o, new Step.Wait()) : intercept.decide(o, Sharing.active(claims));
    };
  }

  private Decision restore(Observed o, Step last) {
    return InterceptPlan.isBegun(o) ? InterceptEnd.decide(o, last, settings) : RestorePlan.decide(o, last);
  }

  /** Whether something of a Replace is there, which has to be restored before the Service can be shared. */
  private static boolean isReplaced(Observed o) {
    return !InterceptPlan.isBegun(o) && (marked(o).isPresent() || DamagedMark.of(o).isPresent()
        || isOurs(o, o.proxy()) || isOurs(o, o.config()) || !o.drainingProxies().isEmpty());
  }

  private static boolean isOurs(Observed o, HasMetadata present) {
    return present != null && OwnedObjects.isOwnedBy(present, o.swap());
  }

  /** The workload that this Swap scaled to zero, if there is one. */
  static Optional<Workload> marked(Observed o) {
    return o.workloads().all().stream().filter(w -> w.isMarkedBy(o.name())).findFirst();
  }
}
