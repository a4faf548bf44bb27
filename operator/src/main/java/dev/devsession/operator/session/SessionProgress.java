package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.DevSessionStatus;
import dev.devsession.operator.status.Conditions;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The statuses of a session that say nothing but how far the operator has come. Pure. */
final class SessionProgress {
  private static final Set<String> REASONS = Set.of(ConditionReason.Pending.name(),
      ConditionReason.GatewayStarting.name(), ConditionReason.ProxyStarting.name(),
      ConditionReason.RoutesChanging.name(), ConditionReason.OriginalStopping.name());

  private SessionProgress() {}

  /**
   * Whether the status adds nothing but progress to the one that is written. Anything else is written at once: a
   * refusal, trouble, the gateway's pod, to which the machine connects, and the end of progress.
   */
  static boolean isAllOf(DevSession session, DevSessionStatus status) {
    var written = session.getStatus();
    return isProgress(status)
        && (written == null
            ? status.gateway() == null
            : isProgress(written)
                && Objects.equals(written.observedGeneration(), status.observedGeneration())
                && Objects.equals(written.gateway(), status.gateway()));
  }

  private static boolean isProgress(DevSessionStatus status) {
    return holds(status.conditions()) && Conditions.find(status.conditions(), ConditionType.Ready)
        .filter(c -> "False".equals(c.status()) && REASONS.contains(c.reason())).isPresent()
        && status.services().stream()
            .allMatch(s -> REASONS.contains(s.state()) || ConditionReason.isServed(s.state()));
  }

  private static boolean holds(List<Condition> conditions) {
    return Conditions.find(conditions, ConditionType.Accepted).filter(Condition::holds).isPresent()
        && Conditions.find(conditions, ConditionType.DriftFight).filter(Condition::holds).isEmpty();
  }
}
