package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.DisconnectAction;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.api.v1alpha1.TransportType;
import dev.devsession.operator.gateway.GatewayRestart;
import dev.devsession.operator.gateway.GatewayState;
import dev.devsession.operator.status.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What a session may claim, depending on whether its machine is connected. Pure. */
sealed interface AgentPresence {
  /** An absence shows in the gateway's readiness only after this time, so it counts towards the grace period. */
  Duration NOTICED_AFTER = Duration.ofSeconds(1);

  /** Pods connect to the machine directly, so the operator can't tell whether it is there. */
  record NotTracked() implements AgentPresence {}

  /** The machine is connected: the session may have its Services. */
  record Connected(ReasonedMessage says) implements AgentPresence {}

  /** The machine isn't connected, but the session keeps its Services. @param until null: without limit */
  record Grace(ReasonedMessage says, Instant until) implements AgentPresence {}

  /** The machine isn't connected, and the originals run. */
  record Absent(ReasonedMessage says) implements AgentPresence {}

  /** @param serves whether callers of any Service are sent to the machine */
  static AgentPresence of(DevSession session, GatewayState gateway, boolean serves, Instant now) {
    if (session.getSpec().transport().type() == TransportType.Direct) {
      return new NotTracked();
    }
    if (gateway instanceof GatewayState.Connected(var pod)) {
      return new Connected(ConditionMessage.AgentConnected.with(pod.orElse("a gateway that is being replaced")));
    }
    var since = awaySince(session, now);
    var rule = session.getSpec().disconnect();
    if (serves && rule.action() == DisconnectAction.Hold) {
      return new Grace(ConditionMessage.DisconnectedOnHold.with(since), null);
    }
    var end = since.plusSeconds(rule.graceSeconds()).minus(NOTICED_AFTER);
    if (serves && now.isBefore(end)) {
      return new Grace(ConditionMessage.DisconnectedInGrace.with(since, end), end);
    }
    return new Absent(switch (gateway) {
      case GatewayState.Starting(var name, var delay) ->
        delay.map(ConditionMessage.GatewayUnscheduled::with).orElseGet(() -> ConditionMessage.GatewayStarting.with());
      case GatewayState.Failing(var cause) -> ConditionMessage.GatewayFailing.with(cause);
      default -> ConditionMessage.NoMachineConnected.with(since, session.getMetadata().getName(),
          session.getMetadata().getNamespace());
    });
  }

  /** The same, and that the gateway has restarted, for as long as the pod knows it. */
  default AgentPresence after(Optional<GatewayRestart> restart) {
    var more = restart.map(r -> ConditionMessage.GatewayRestarted.with(r.at(), r.cause()));
    return more.<AgentPresence>map(m -> switch (this) {
      case NotTracked n -> n;
      case Connected(var says) -> new Connected(says.and(m));
      case Grace(var says, var until) -> new Grace(says.and(m), until);
      case Absent(var says) -> new Absent(says.and(m));
    }).orElse(this);
  }

  /** Whether the session may claim what it doesn't have. */
  default boolean mayClaim() {
    return this instanceof NotTracked || this instanceof Connected;
  }

  /** Whether the session may keep what it has. */
  default boolean mayKeep() {
    return !(this instanceof Absent);
  }

  /** The time as recorded in the session's status, which outlives the gateway's pod and the operator itself. */
  private static Instant awaySince(DevSession session, Instant now) {
    return Conditions.find(SessionStatuses.conditions(session), ConditionType.Connected).filter(c -> !c.holds())
        .map(Condition::lastTransitionTime).map(Instant::parse).orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS));
  }
}
