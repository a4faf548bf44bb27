package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.DisconnectAction;
import dev.devsession.api.v1alpha1.Message;
import dev.devsession.api.v1alpha1.Statement;
import dev.devsession.api.v1alpha1.TransportType;
import dev.devsession.operator.gateway.Presence;
import dev.devsession.operator.status.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a session may have for its machine's being there, or not. Pure. */
sealed interface Connection {
  /** No absence comes to the gateway's readiness sooner: so much of the grace is over by then. */
  Duration NOTICED_AFTER = Duration.ofSeconds(1);

  /** Pods connect to the machine by themselves; nobody can tell whether it's there. */
  record Untold() implements Connection {}

  /** The machine is there: the session may have its Services. */
  record Home(Statement says) implements Connection {}

  /** It isn't, but the session keeps what it has. @param until null: for as long as it takes */
  record Grace(Statement says, Instant until) implements Connection {}

  /** It isn't, and the originals run. */
  record Gone(Statement says) implements Connection {}

  /** @param holds whether the session has a claim on any Service */
  static Connection of(DevSession session, Presence presence, boolean holds, Instant now) {
    if (session.getSpec().transport().type() == TransportType.Direct) {
      return new Untold();
    }
    if (presence instanceof Presence.Home(var pod)) {
      return new Home(Message.AgentConnected.with(pod));
    }
    var since = awaySince(session, now);
    var rule = session.getSpec().disconnect();
    if (holds && rule.action() == DisconnectAction.Hold) {
      return new Grace(Message.AwayOnHold.with(since), null);
    }
    var end = since.plusSeconds(rule.graceSeconds()).minus(NOTICED_AFTER);
    if (holds && now.isBefore(end)) {
      return new Grace(Message.AwayForNow.with(since, end), end);
    }
    return new Gone(switch (presence) {
      case Presence.Starting s -> Message.GatewayStarting.with();
      case Presence.Failing(var cause) -> Message.GatewayFailing.with(cause);
      default -> Message.NobodyConnected.with(since, session.getMetadata().getName(),
          session.getMetadata().getNamespace());
    });
  }

  /** Whether the session may claim what it doesn't have. */
  default boolean mayClaim() {
    return this instanceof Untold || this instanceof Home;
  }

  /** Whether the session may keep what it has. */
  default boolean mayKeep() {
    return !(this instanceof Gone);
  }

  /** The operator's own memory of the time: it outlives the gateway's pod and the operator itself. */
  private static Instant awaySince(DevSession session, Instant now) {
    return Conditions.find(SessionStatuses.conditions(session), ConditionType.Connected).filter(c -> !c.holds())
        .map(Condition::lastTransitionTime).map(Instant::parse).orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS));
  }
}
