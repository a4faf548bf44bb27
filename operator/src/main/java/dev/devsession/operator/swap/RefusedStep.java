package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.operator.status.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What follows when a quota, an admission policy or a webhook refuses a step: the Service keeps its originals alone. If
 * the proxy is behind the Service by then, it is removed. Pure.
 */
final class RefusedStep {
  /** How long the original then runs undisturbed, because an attempt sends callers to the proxy for a moment. */
  static final Duration PAUSE = Duration.ofMinutes(5);
  /** When a refused step without such an effect is executed again. */
  static final Duration RETRY = Duration.ofSeconds(30);
  private static final Duration AT_ONCE = Duration.ofMillis(100);

  private RefusedStep() {}

  /** @param error the words of the API server */
  static Decision after(Decision refused, Observed o, String error) {
    var decision = refused.resets(o.status().resets());
    var retry = o.now().plus(PAUSE).truncatedTo(ChronoUnit.SECONDS);
    return switch (decision.step()) {
      case Step.ScaleDown(var workload) ->
        refuse(decision, ConditionMessage.ScaleDownRefused.with(workload.ref(), retry, error)).recheck(AT_ONCE);
      case Step.PauseAutoscalers(var workload) ->
        refuse(decision, ConditionMessage.PauseRefused.with(workload.ref(), retry, error)).recheck(AT_ONCE);
      case Step.ApplyProxy p -> refuse(decision, ConditionMessage.Refused.with(error)).recheck(RETRY);
      default -> decision.because(ConditionMessage.Refused.with(error)).recheck(RETRY);
    };
  }

  /** Leaves the workload to its owners until the next attempt, as if no session claimed the Service. */
  static Decision leaveOriginal(Observed o, Duration left) {
    var restoring = RestorePlan.decide(o, new Step.Wait()).refused(said(o));
    if (SwapStatuses.isRestored(restoring.reason())) {
      return restoring.recheck(left.compareTo(RETRY) < 0 ? left : RETRY);
    }
    return restoring.recheck() == null ? restoring.recheck(SwapPlan.LOOK_AGAIN) : restoring;
  }

  /** How long until the next attempt. Zero or less: the swap may be tried, as also when the session has changed. */
  static Duration untilRetry(Observed o) {
    return Conditions.find(o.status().conditions(), ConditionType.Accepted)
        .filter(c -> c.reason().equals(ConditionReason.ScaleDownRefused.name()) && !o.isChanged())
        .map(c -> Duration.between(o.now(), Instant.parse(c.lastTransitionTime()).plus(PAUSE)))
        .orElse(Duration.ZERO);
  }

  private static ReasonedMessage said(Observed o) {
    return new ReasonedMessage(ConditionReason.ScaleDownRefused,
        Conditions.find(o.status().conditions(), ConditionType.Accepted).map(Condition::message).orElseThrow());
  }

  private static Decision refuse(Decision decision, ReasonedMessage why) {
    return decision.refused(why).because(why);
  }
}
