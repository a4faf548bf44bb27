package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.DevSessionStatus;
import dev.devsession.api.v1alpha1.GatewayStatus;
import dev.devsession.api.v1alpha1.Message;
import dev.devsession.api.v1alpha1.Reason;
import dev.devsession.api.v1alpha1.ServiceStatus;
import dev.devsession.api.v1alpha1.Statement;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwappedService;
import dev.devsession.api.v1alpha1.TransportType;
import dev.devsession.operator.status.Conditions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Sums up a session. Pure. */
final class SessionStatuses {

  private SessionStatuses() {}

  /**
   * @param gateway where the machine connects to, or null
   * @param swaps those of the namespace, by name
   * @param ends when another session ends, by its name
   */
  static DevSessionStatus of(DevSession session, Situation situation, GatewayStatus gateway, Map<String, Swap> swaps,
      Function<String, Optional<Instant>> ends, Conditions conditions) {
    var refusal = situation.refusal();
    var services = session.getSpec().services().stream()
        .map(s -> service(session, s, situation, swaps.get(s.name()), ends)).toList();
    var swapped = services.stream().filter(s -> Reason.Swapped.name().equals(s.state())).count();
    var all = swapped == services.size();
    var count = swapped + "/" + services.size();

    conditions.set(ConditionType.Accepted, refusal == null, refusal == null ? Message.Accepted.with() : refusal);
    var first = services.stream().filter(s -> !Reason.Swapped.name().equals(s.state())).findFirst();
    connected(situation.connection(), conditions);
    var rests = situation.rests();
    var swapping = rests.orElseGet(
        () -> first.map(s -> new Statement(Reason.valueOf(s.state()), s.message()).of(s.name()))
            .orElseGet(() -> Message.AllSwapped.with(count, where(session))));
    conditions.set(ConditionType.Swapped, rests.isEmpty() && all, swapping);
    var active = situation.lifetime() instanceof Lifetime.Active;
    conditions.set(ConditionType.Ready, rests.isEmpty() && all && refusal == null && situation.away().isEmpty(),
        refusal != null && active ? refusal : situation.away().orElse(swapping));
    drift(session, swaps, conditions);
    return new DevSessionStatus(session.getMetadata().getGeneration(), conditions.build(), services, gateway, count,
        situation.lifetime().end().toString());
  }

  private static void connected(Connection connection, Conditions conditions) {
    switch (connection) {
      case Connection.Untold u -> {
      }
      case Connection.Home(var says) -> conditions.set(ConditionType.Connected, true, says);
      case Connection.Grace(var says, var until) -> conditions.set(ConditionType.Connected, false, says);
      case Connection.Gone(var says) -> conditions.set(ConditionType.Connected, false, says);
    }
  }

  private static String where(DevSession session) {
    var transport = session.getSpec().transport();
    return transport.type() == TransportType.Direct
        ? "at " + transport.hostAddress()
        : "on the machine that is connected";
  }

  private static ServiceStatus service(DevSession session, SwappedService wanted, Situation situation, Swap swap,
      Function<String, Optional<Instant>> ends) {
    var me = session.getMetadata().getName();
    if (swap == null) {
      var refusal = situation.refusal();
      var says = situation.rests().orElseGet(() -> refusal == null ? Message.Pending.with() : refusal);
      return ServiceStatus.unserved(wanted.name(), says);
    }
    var name = swap.getMetadata().getName();
    var status = swap.getStatus();
    var claims = swap.getSpec().claims();
    if (situation.rests().isPresent() && claims.stream().noneMatch(c -> c.session().equals(me))
        && (status == null || !me.equals(status.holder()))) {
      var says = situation.rests().get();
      return ServiceStatus.unserved(wanted.name(), says);
    }
    if (!claims.isEmpty() && !claims.getFirst().session().equals(me)) {
      return new ServiceStatus(wanted.name(), name, Reason.Queued.name(), claims.getFirst().session(), null,
          queued(swap, me, ends.apply(claims.getFirst().session())));
    }
    var seen = status == null ? null : Conditions.find(status.conditions(), ConditionType.Swapped).orElse(null);
    if (seen == null || isStale(seen, swap) || isOutdated(session, wanted, situation, swap)) {
      return new ServiceStatus(wanted.name(), name, Reason.Pending.name(), status == null ? null : status.holder(),
          status == null ? null : status.originalReplicas(), Message.Pending.text());
    }
    return new ServiceStatus(wanted.name(), name, seen.reason(), status.holder(), status.originalReplicas(),
        seen.message());
  }

  private static boolean isStale(Condition seen, Swap swap) {
    return seen.observedGeneration() == null || seen.observedGeneration() < swap.getMetadata().getGeneration();
  }

  /** Whether the Swap doesn't have yet what the session asks for now. */
  private static boolean isOutdated(DevSession session, SwappedService wanted, Situation situation, Swap swap) {
    return situation.wants() && situation.connection().mayClaim()
        && SessionPlan.claim(swap, session.getMetadata().getName())
            .filter(c -> situation.reach().map(r -> Claims.of(session, wanted, r)).filter(c::equals).isPresent())
            .isEmpty();
  }

  private static String queued(Swap swap, String me, Optional<Instant> until) {
    var claims = swap.getSpec().claims();
    var holder = claims.getFirst().session();
    var place = claims.stream().map(c -> c.session()).toList().indexOf(me);
    var since = swap.getStatus() == null ? null : swap.getStatus().since();
    return Message.Queued.with(swap.getMetadata().getName(), holder, since == null ? "now" : since,
        until.map(Instant::toString).orElse("its end"), me, place == 1 ? "next" : "number " + place + " in the queue")
        .message();
  }

  /** A fight about one of the Services is the session's matter while it lasts, and for once afterwards. */
  private static void drift(DevSession session, Map<String, Swap> swaps, Conditions conditions) {
    var fight = session.getSpec().services().stream().map(s -> swaps.get(s.name())).filter(Objects::nonNull)
        .filter(s -> s.getStatus() != null && SessionPlan.claim(s, session.getMetadata().getName()).isPresent())
        .flatMap(s -> Conditions.find(s.getStatus().conditions(), ConditionType.DriftFight).filter(Condition::holds)
            .map(c -> new Statement(Reason.ResetByOthers, c.message()).of(s.getMetadata().getName())).stream())
        .findFirst();
    if (fight.isPresent()) {
      conditions.set(ConditionType.DriftFight, true, fight.get());
    } else if (Conditions.find(conditions(session), ConditionType.DriftFight).isPresent()) {
      conditions.set(ConditionType.DriftFight, false, Message.Undisturbed.with());
    }
  }

  /** Whether all that the present spec names was found. */
  static boolean isAccepted(DevSession session) {
    return Conditions.holds(conditions(session), ConditionType.Accepted, session.getMetadata().getGeneration());
  }

  /** The conditions as they stand, none for a session that nobody has looked at. */
  static List<Condition> conditions(DevSession session) {
    return session.getStatus() == null ? List.of() : session.getStatus().conditions();
  }
}
