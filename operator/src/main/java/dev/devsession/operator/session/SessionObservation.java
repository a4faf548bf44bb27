package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwappedService;
import dev.devsession.api.v1alpha1.Transport;
import dev.devsession.api.v1alpha1.TransportPath;
import dev.devsession.api.v1alpha1.TransportType;
import dev.devsession.operator.gateway.PresentGateway;
import dev.devsession.operator.swap.ClusterWorkloads;
import dev.devsession.operator.swap.PodOwner;
import io.fabric8.kubernetes.api.model.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that a decision about one session depends on, at one moment. Lists are those of its namespace.
 *
 * @param active the sessions that want their Services, this one among them if it does
 * @param sessions all sessions
 * @param podOwners who owns the pods behind the session's Services, by their names; empty once they were accepted
 * @param refusedPaths the shorter ways that the session asks for, and the chart doesn't allow
 * @param hostName why the machine's name doesn't resolve; empty if it does, or wasn't looked up
 */
record SessionObservation(
    DevSession session,
    List<DevSession> active,
    List<DevSession> sessions,
    List<Swap> swaps,
    List<Service> services,
    ClusterWorkloads workloads,
    PresentGateway gateway,
    Map<String, Collection<PodOwner>> podOwners,
    Set<TransportPath> refusedPaths,
    Optional<ReasonedMessage> hostName,
    Instant now) {

  String name() {
    return session.getMetadata().getName();
  }

  Lifetime lifetime() {
    return Lifetime.of(session, now);
  }

  AgentPresence agent() {
    return AgentPresence.of(session, gateway.state(), swaps.stream().anyMatch(this::isServed), now)
        .after(gateway.restart());
  }

  /** Whether callers of the Swap's Service are sent to this session's machine. */
  boolean isServed(Swap swap) {
    return hasShare(swap) && swap.getStatus().mark() != null && Claims.ofSession(swap, name()).isPresent();
  }

  /** Whether the session still claims a Service, wanted or not. */
  boolean hasClaims() {
    return swaps.stream().anyMatch(s -> Claims.ofSession(s, name()).isPresent());
  }

  private boolean hasShare(Swap swap) {
    return swap.getStatus() != null
        && (name().equals(swap.getStatus().holder()) || swap.getStatus().isSharedBy(name()));
  }

  /** The Services that the session holds. */
  Set<String> heldSwaps() {
    return swaps.stream().filter(s -> !s.getSpec().claims().isEmpty()
        && s.getSpec().claims().getFirst().session().equals(name())).map(s -> s.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  boolean isActive() {
    return lifetime() instanceof Lifetime.Active;
  }

  boolean isEnding() {
    return session.getMetadata().getDeletionTimestamp() != null;
  }

  boolean isTunnel() {
    return session.getSpec().transport().type() == TransportType.Tunnel;
  }

  /** Whether the session wants the Services that it has. */
  boolean wantsServices() {
    return isActive() && !isEnding() && agent().mayKeep();
  }

  /**
   * The Services that the session wants now. While its machine is away only those that it answers for: a grace period
   * protects callers who are served, and must not let an absent machine take over from others.
   */
  List<SwappedService> wantedServices() {
    if (!wantsServices()) {
      return List.of();
    }
    return session.getSpec().services().stream().filter(s -> agent().mayClaim() || swaps.stream()
        .anyMatch(swap -> swap.getMetadata().getName().equals(s.name()) && isServed(swap))).toList();
  }

  /** How proxies reach the machine; empty: not known yet. */
  Optional<Transport> reach() {
    return isTunnel()
        ? gateway.address().map(a -> new Transport(TransportType.Tunnel, a))
        : Optional.of(session.getSpec().transport());
  }

  /**
   * Swaps whose workload still has to be restored for a session that is gone, or whose proxy still leads to it although
   * another session is next: the session waits for them, so that after its own end no caller reaches its machine.
   */
  List<Swap> restoring() {
    return swaps.stream().filter(s -> s.getStatus() == null
        ? s.getSpec().claims().isEmpty() || s.getMetadata().getDeletionTimestamp() != null
        : hasShare(s) && (Claims.ofSession(s, name()).isEmpty() || s.getMetadata().getDeletionTimestamp() != null))
        .toList();
  }

  /** Why the originals run, or are to run; empty: the session wants its Services. */
  Optional<ReasonedMessage> restoreReason() {
    if (isEnding()) {
      return Optional.of(ConditionMessage.Ending.with());
    }
    return switch (lifetime()) {
      case Lifetime.Suspended s -> Optional.of(ConditionMessage.Suspended.with());
      case Lifetime.Expired(var end) -> Optional.of(ConditionMessage.Expired.with(end));
      case Lifetime.Active a ->
        agent() instanceof AgentPresence.Absent(var says) ? Optional.of(says) : Optional.empty();
    };
  }

  /** Why no machine answers although the session is active and valid; empty if one does, as far as is known. */
  Optional<ReasonedMessage> disconnectReason() {
    return agent() instanceof AgentPresence.Grace(var says, var until) ? Optional.of(says) : Optional.empty();
  }

  /** How long until time alone changes something; empty: it won't. */
  Optional<Duration> untilNextChange() {
    var lifetime = lifetime();
    if (lifetime instanceof Lifetime.Expired) {
      return Optional.empty();
    }
    var next = agent() instanceof AgentPresence.Grace(var says, var until) && until != null
        && until.isBefore(lifetime.end()) ? until : lifetime.end();
    return Optional.of(Duration.between(now, next));
  }
}
