package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.DevSessionStatus;
import dev.devsession.api.v1alpha1.Reason;
import dev.devsession.api.v1alpha1.ServiceStatus;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwappedService;
import dev.devsession.operator.status.Conditions;
import dev.devsession.operator.swap.Resolution.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Sums up a session. Pure. */
final class SessionStatuses {
  private static final String DRIFT_FIGHT = "DriftFight";

  private SessionStatuses() {}

  /**
   * @param refusal why the spec can't be served, or null
   * @param swaps those of the namespace, by name
   * @param ends when another session ends, by its name
   */
  static DevSessionStatus of(DevSession session, Lifetime lifetime, Refused refusal, Map<String, Swap> swaps,
      Function<String, Optional<Instant>> ends, Conditions conditions) {
    var services = session.getSpec().services().stream()
        .map(s -> service(session, s, lifetime, refusal, swaps.get(s.name()), ends)).toList();
    var swapped = services.stream().filter(s -> Reason.Swapped.name().equals(s.state())).count();
    var all = swapped == services.size();
    var count = swapped + "/" + services.size();

    conditions.set("Accepted", refusal == null, refusal == null ? Reason.Accepted : refusal.reason(),
        refusal == null ? "All that the spec names was found." : refusal.message());
    var first = services.stream().filter(s -> !Reason.Swapped.name().equals(s.state())).findFirst();
    var reason = switch (lifetime) {
      case Lifetime.Suspended s -> Reason.Suspended;
      case Lifetime.Expired e -> Reason.Expired;
      case Lifetime.Active a -> first.map(s -> Reason.valueOf(s.state())).orElse(Reason.Swapped);
    };
    var active = lifetime instanceof Lifetime.Active;
    var message = switch (lifetime) {
      case Lifetime.Suspended s -> "spec.suspend is true; set it to false to swap again.";
      case Lifetime.Expired(var end) -> "ttlSeconds were over at " + end + "; raise spec.ttlSeconds to go on.";
      case Lifetime.Active a -> first.map(s -> s.name() + ": " + s.message())
          .orElseGet(() -> count + " services run at " + session.getSpec().transport().hostAddress() + ".");
    };
    conditions.set("Swapped", active && all, reason, message);
    var ready = active && all && refusal == null;
    conditions.set("Ready", ready, ready || refusal == null || !active ? reason : refusal.reason(),
        ready || refusal == null || !active ? message : refusal.message());
    drift(session, swaps, conditions);
    return new DevSessionStatus(session.getMetadata().getGeneration(), conditions.build(), services, count,
        lifetime.end().toString());
  }

  private static ServiceStatus service(DevSession session, SwappedService wanted, Lifetime lifetime, Refused refusal,
      Swap swap, Function<String, Optional<Instant>> ends) {
    var me = session.getMetadata().getName();
    if (swap == null) {
      var reason = switch (lifetime) {
        case Lifetime.Suspended s -> Reason.Suspended;
        case Lifetime.Expired e -> Reason.Expired;
        case Lifetime.Active a -> refusal == null ? Reason.Pending : refusal.reason();
      };
      return new ServiceStatus(wanted.name(), null, reason.name(), null, null,
          refusal == null ? reason.meaning() : refusal.message());
    }
    var name = swap.getMetadata().getName();
    var status = swap.getStatus();
    var claims = swap.getSpec().claims();
    if (!claims.isEmpty() && !claims.getFirst().session().equals(me)) {
      return new ServiceStatus(wanted.name(), name, Reason.Queued.name(), claims.getFirst().session(), null,
          queued(swap, me, ends.apply(claims.getFirst().session())));
    }
    var seen = status == null ? null : Conditions.find(status.conditions(), "Swapped").orElse(null);
    if (seen == null || isStale(seen, swap) || isOutdated(session, wanted, lifetime, swap)) {
      return new ServiceStatus(wanted.name(), name, Reason.Pending.name(), status == null ? null : status.holder(),
          status == null ? null : status.originalReplicas(), Reason.Pending.meaning());
    }
    return new ServiceStatus(wanted.name(), name, seen.reason(), status.holder(), status.originalReplicas(),
        seen.message());
  }

  private static boolean isStale(Condition seen, Swap swap) {
    return seen.observedGeneration() == null || seen.observedGeneration() < swap.getMetadata().getGeneration();
  }

  /** Whether the Swap doesn't have yet what the session asks for now. */
  private static boolean isOutdated(DevSession session, SwappedService wanted, Lifetime lifetime, Swap swap) {
    return lifetime instanceof Lifetime.Active
        && SessionPlan.claim(swap, session.getMetadata().getName()).filter(Claims.of(session, wanted)::equals)
            .isEmpty();
  }

  private static String queued(Swap swap, String me, Optional<Instant> until) {
    var claims = swap.getSpec().claims();
    var place = claims.stream().map(c -> c.session()).toList().indexOf(me);
    var since = swap.getStatus() == null || swap.getStatus().since() == null
        ? ""
        : " since " + swap.getStatus().since();
    return swap.getMetadata().getName() + " is held by session " + claims.getFirst().session() + since
        + until.map(end -> ", until " + end + " at the latest").orElse("") + "; " + me
        + (place == 1 ? " is next." : " is number " + place + " in the queue.");
  }

  /** A fight about one of the Services is the session's matter while it lasts, and for once afterwards. */
  private static void drift(DevSession session, Map<String, Swap> swaps, Conditions conditions) {
    var fight = session.getSpec().services().stream().map(s -> swaps.get(s.name())).filter(Objects::nonNull)
        .filter(s -> s.getStatus() != null && SessionPlan.claim(s, session.getMetadata().getName()).isPresent())
        .flatMap(s -> Conditions.find(s.getStatus().conditions(), DRIFT_FIGHT).filter(Condition::holds)
            .map(c -> s.getMetadata().getName() + ": " + c.message()).stream())
        .findFirst();
    if (fight.isPresent()) {
      conditions.set(DRIFT_FIGHT, true, Reason.ResetByOthers, fight.get());
    } else if (Conditions.find(conditions(session), DRIFT_FIGHT).isPresent()) {
      conditions.set(DRIFT_FIGHT, false, Reason.Undisturbed, "Nobody resets the replicas any more.");
    }
  }

  /** Whether all that the present spec names was found. */
  static boolean isAccepted(DevSession session) {
    return Conditions.holds(conditions(session), "Accepted", session.getMetadata().getGeneration());
  }

  /** The conditions as they stand, none for a session that nobody has looked at. */
  static List<Condition> conditions(DevSession session) {
    return session.getStatus() == null ? List.of() : session.getStatus().conditions();
  }
}
