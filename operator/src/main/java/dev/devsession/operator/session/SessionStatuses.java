package dev.devsession.operator.session;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.DevSessionStatus;
import dev.devsession.api.v1alpha1.GatewayPorts;
import dev.devsession.api.v1alpha1.GatewayStatus;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.api.v1alpha1.ServiceStatus;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwappedService;
import dev.devsession.api.v1alpha1.TransportPath;
import dev.devsession.operator.dataplane.Fingerprint;
import dev.devsession.operator.status.Conditions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Sums up a session. Pure. */
final class SessionStatuses {

  private SessionStatuses() {}

  /** @param refusal why the spec can't be served; empty: it can */
  static DevSessionStatus of(SessionObservation seen, Optional<ReasonedMessage> refusal, Conditions conditions) {
    var session = seen.session();
    var swaps = seen.swaps().stream().collect(toMap(s -> s.getMetadata().getName(), s -> s));
    var services = session.getSpec().services().stream()
        .map(s -> service(seen, refusal, s, swaps.get(s.name()))).toList();
    var swapped = services.stream().filter(s -> ConditionReason.isServed(s.state())).count();
    var all = swapped == services.size();
    var count = swapped + "/" + services.size();

    conditions.set(ConditionType.Accepted, refusal.isEmpty(),
        refusal.orElseGet(() -> accepted(seen)));
    var first = services.stream().filter(s -> !ConditionReason.isServed(s.state())).findFirst();
    connected(seen.agent(), conditions);
    var restoreReason = seen.restoreReason();
    var disconnectReason = seen.disconnectReason();
    var swapping = restoreReason.orElseGet(
        () -> first.map(s -> new ReasonedMessage(ConditionReason.valueOf(s.state()), s.message()).of(s.name()))
            .orElseGet(() -> allServed(services, count, where(seen))));
    conditions.set(ConditionType.Swapped, restoreReason.isEmpty() && all, swapping);
    conditions.set(ConditionType.Ready,
        restoreReason.isEmpty() && all && refusal.isEmpty() && disconnectReason.isEmpty(),
        refusal.filter(r -> seen.isActive()).or(() -> disconnectReason).orElse(swapping));
    drift(session, swaps, conditions);
    var gateway = seen.gateway().state().podName()
        .map(p -> new GatewayStatus(p, GatewayPorts.TUNNEL, seen.gateway().nodePortNumber().orElse(null))).orElse(null);
    return new DevSessionStatus(session.getMetadata().getGeneration(), conditions.build(), services, gateway, count,
        seen.lifetime().end().toString());
  }

  /** Where the original answers too, what the machine gets of it. */
  private static ReasonedMessage allServed(List<ServiceStatus> services, String count, String where) {
    return services.stream().anyMatch(s -> ConditionReason.Swapped.name().equals(s.state())) || services.isEmpty()
        ? ConditionMessage.AllSwapped.with(count, where)
        : new ReasonedMessage(ConditionReason.valueOf(services.getFirst().state()),
            services.stream().map(s -> s.name() + ": " + s.message()).collect(joining(" ")));
  }

  private static ReasonedMessage accepted(SessionObservation seen) {
    return seen.refusedPaths().isEmpty()
        ? ConditionMessage.Accepted.with()
        : ConditionMessage.PathsNotAllowed.with(
            seen.refusedPaths().stream().map(TransportPath::name).collect(joining(", ")));
  }

  private static void connected(AgentPresence agent, Conditions conditions) {
    switch (agent) {
      case AgentPresence.NotTracked n -> {
      }
      case AgentPresence.Connected(var says) -> conditions.set(ConditionType.Connected, true, says);
      case AgentPresence.Grace(var says, var until) -> conditions.set(ConditionType.Connected, false, says);
      case AgentPresence.Absent(var says) -> conditions.set(ConditionType.Connected, false, says);
    }
  }

  private static String where(SessionObservation seen) {
    return seen.isTunnel()
        ? "on the connected machine"
        : "at " + seen.session().getSpec().transport().hostAddress();
  }

  private static ServiceStatus service(SessionObservation seen, Optional<ReasonedMessage> refusal,
      SwappedService wanted,
      Swap swap) {
    var me = seen.name();
    if (swap == null) {
      var says = seen.restoreReason().or(() -> refusal).orElseGet(() -> ConditionMessage.Pending.with());
      return ServiceStatus.unserved(wanted.name(), says);
    }
    var name = swap.getMetadata().getName();
    var status = swap.getStatus();
    var claims = swap.getSpec().claims();
    if (seen.restoreReason().isPresent() && claims.stream().noneMatch(c -> c.session().equals(me))
        && (status == null || !me.equals(status.holder()) && !status.isSharedBy(me))) {
      var says = seen.restoreReason().get();
      return ServiceStatus.unserved(wanted.name(), says);
    }
    if (ServiceSharing.isShared(wanted, claims)) {
      return ServiceSharing.status(wanted, swap, me, swap.getStatus() == null || isOutdated(seen, wanted, swap));
    }
    if (!claims.isEmpty() && !claims.getFirst().session().equals(me)) {
      return new ServiceStatus(wanted.name(), name, ConditionReason.Queued.name(), claims.getFirst().session(), null,
          queued(swap, me, endOf(seen, claims.getFirst().session())));
    }
    var swapped = status == null ? null : Conditions.find(status.conditions(), ConditionType.Swapped).orElse(null);
    if (swapped == null || isStale(swapped, swap) || isOutdated(seen, wanted, swap)) {
      return new ServiceStatus(wanted.name(), name, ConditionReason.Pending.name(),
          status == null ? null : status.holder(),
          status == null ? null : status.originalReplicas(), ConditionMessage.Pending.text());
    }
    return new ServiceStatus(wanted.name(), name, swapped.reason(), status.holder(), status.originalReplicas(),
        swapped.message());
  }

  /** Whether it speaks of another claim than the present first one. Changes behind that, in the queue, don't count. */
  static boolean isStale(Condition swapped, Swap swap) {
    var claims = swap.getSpec().claims();
    var isOlder = swapped.observedGeneration() == null
        || swapped.observedGeneration() < swap.getMetadata().getGeneration();
    return isOlder && (claims.isEmpty() || !Fingerprint.of(claims.getFirst()).equals(swap.getStatus().claim()));
  }

  /** Whether the Swap doesn't have yet what the session asks for now. */
  private static boolean isOutdated(SessionObservation seen, SwappedService wanted, Swap swap) {
    return seen.wantsServices() && seen.agent().mayClaim()
        && Claims.ofSession(swap, seen.name())
            .filter(c -> seen.reach().map(r -> Claims.of(seen.session(), wanted, r)).filter(c::equals).isPresent())
            .isEmpty();
  }

  /** When another session of the namespace ends, if it is there. */
  private static Optional<Instant> endOf(SessionObservation seen, String other) {
    return seen.sessions().stream().filter(s -> s.getMetadata().getName().equals(other)).findFirst()
        .map(s -> Lifetime.of(s, seen.now()).end());
  }

  private static String queued(Swap swap, String me, Optional<Instant> until) {
    var claims = swap.getSpec().claims();
    var holder = claims.getFirst().session();
    var claimed = claims.stream().map(c -> c.session()).toList().indexOf(me);
    var place = claimed < 0 ? claims.size() : claimed; // its claim isn't in the cache yet
    var since = swap.getStatus() == null ? null : swap.getStatus().since();
    return ConditionMessage.Queued.with(swap.getMetadata().getName(), holder, since == null ? "now" : since,
        until.map(Instant::toString).orElse("its end"), me, place == 1 ? "next" : "number " + place + " in the queue")
        .message();
  }

  /** Reports DriftFight while another controller resets one of the workloads, then once as False. */
  private static void drift(DevSession session, Map<String, Swap> swaps, Conditions conditions) {
    var fight = session.getSpec().services().stream().map(s -> swaps.get(s.name())).filter(Objects::nonNull)
        .filter(s -> s.getStatus() != null && Claims.ofSession(s, session.getMetadata().getName()).isPresent())
        .flatMap(s -> Conditions.find(s.getStatus().conditions(), ConditionType.DriftFight).filter(Condition::holds)
            .map(c -> new ReasonedMessage(ConditionReason.ResetByOthers, c.message()).of(s.getMetadata().getName()))
            .stream())
        .findFirst();
    if (fight.isPresent()) {
      conditions.set(ConditionType.DriftFight, true, fight.get());
    } else if (Conditions.find(conditions(session), ConditionType.DriftFight).isPresent()) {
      conditions.set(ConditionType.DriftFight, false, ConditionMessage.Undisturbed.with());
    }
  }

  /** The status as it is, with Ready Unknown: the failure leaves open whether the session is ready. */
  static DevSessionStatus failed(DevSession session, ReasonedMessage says, Conditions conditions) {
    conditions.setUnknown(ConditionType.Ready, says);
    var all = conditions.andTheRest().build();
    var old = session.getStatus();
    return old == null
        ? DevSessionStatus.of(null, all)
        : new DevSessionStatus(old.observedGeneration(), all, old.services(), old.gateway(), old.swapped(),
            old.expiresAt());
  }

  /** Whether all that the present spec names was found. */
  static boolean isAccepted(DevSession session) {
    return Conditions.holds(conditions(session), ConditionType.Accepted, session.getMetadata().getGeneration());
  }

  /** The conditions as they are; none for a session that the operator hasn't processed. */
  static List<Condition> conditions(DevSession session) {
    return session.getStatus() == null ? List.of() : session.getStatus().conditions();
  }
}
