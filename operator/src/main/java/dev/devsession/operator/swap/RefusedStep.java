package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.operator.status.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/**
 * What follows when a quota, an admission policy or a webhook refuses a step: the Service keeps its originals alone. If
 * the proxy is behind the Service by then, it is removed. Pure.
 */
final class RefusedStep {
  /** How long the original then runs undisturbed, because an attempt sends callers to the proxy for a moment. */
  static final Duration PAUSE = Duration.ofMinutes(5);
  /** When a refused step without such an effect is executed again. */
  static final Duration RETRY = Duration.ofSeconds(30);
  private static final Set<String> OF_SWAPPING = Set.of(ConditionReason.ScaleDownRefused.name(),
      ConditionReason.SelectorRefused.name());
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
      case Step.SwitchService(var service) -> refuse(decision,
          ConditionMessage.SelectorRefused.with(service.getMetadata().getName(), retry, error)).recheck(AT_ONCE);
      case Step.ApplyTwin t -> refuse(decision, ConditionMessage.Refused.with(error)).recheck(RETRY);
      case Step.ApplyProxy p -> refuse(decision, ConditionMessage.Refused.with(error))
          .recheck(decision.shared() == null ? RETRY : SharedOutage.PATIENCE);
      default -> decision.because(ConditionMessage.Refused.with(error)).recheck(RETRY);
    };
  }

  /** Leaves the workload to its owners until the next attempt, as if no session claimed the Service. */
  static Decision leaveOriginal(Observed o, Duration left) {
    return leaveOriginal(o, left, RestorePlan.decide(o, new Step.Wait()));
  }

  /** The same for a Service that is shared. @param ending how it gets there */
  static Decision leaveOriginal(Observed o, Duration left, Decision ending) {
    var restoring = ending.refused(said(o));
    if (SwapStatuses.isRestored(restoring.reason())) {
      return restoring.recheck(left.compareTo(RETRY) < 0 ? left : RETRY);
    }
    return restoring.recheck() == null ? restoring.recheck(SwapPlan.LOOK_AGAIN) : restoring;
  }

  /** How long until the next attempt. Zero or less: the swap may be tried, as also when the session has changed. */
  static Duration untilRetry(Observed o) {
    return Conditions.find(o.status().conditions(), ConditionType.Accepted)
        .filter(c -> OF_SWAPPING.contains(c.reason()) && !o.isChanged())
        .map(c -> Duration.between(o.now(), Instant.parse(c.lastTransitionTime()).plus(PAUSE)))
        .orElse(Duration.ZERO);
  }

  private static ReasonedMessage said(Observed o) {
    return Conditions.find(o.status().conditions(), ConditionType.Accepted)
        .map(c -> new ReasonedMessage(ConditionReason.valueOf(c.reason()), c.message())).orElseThrow();
  }

  private static Decision refuse(Decision decision, ReasonedMessage why) {
    return decision.refused(why).because(why);
  }
}
