package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.DevSessionStatus;
import dev.devsession.operator.cluster.Events;
import dev.devsession.operator.status.Conditions;
import java.util.Set;

/** Writes an Event when the session's state changes to one that users want to know: swapped, refused, ended. */
final class SessionEvents {
  private static final Set<ConditionReason> WARNINGS = Set.of(ConditionReason.ProxyFailing,
      ConditionReason.ReplicasChanged, ConditionReason.GivenUp, ConditionReason.Forbidden,
      ConditionReason.ScaleDownRefused,
      ConditionReason.GatewayFailing);
  private static final Set<ConditionReason> NEWS = Set.of(ConditionReason.Swapped, ConditionReason.Intercepted,
      ConditionReason.Mirrored, ConditionReason.Queued,
      ConditionReason.Suspended, ConditionReason.Expired,
      ConditionReason.Disconnected);
  private final Events events;

  SessionEvents(Events events) {
    this.events = events;
  }

  /** @param session with the status before */
  void writeNews(DevSession session, DevSessionStatus status) {
    var before = Conditions.find(SessionStatuses.conditions(session), ConditionType.Ready);
    var after = Conditions.find(status.conditions(), ConditionType.Ready).orElseThrow();
    var refused = !Conditions.find(status.conditions(), ConditionType.Accepted).orElseThrow().holds();
    var reason = ConditionReason.valueOf(after.reason());
    var isNew = before.isEmpty() || !before.get().reason().equals(after.reason());
    if (isNew && (refused || WARNINGS.contains(reason) || NEWS.contains(reason))) {
      events.write(session, refused || WARNINGS.contains(reason), reason.name(), after.message());
    }
  }
}
