package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.api.v1alpha1.SwappedService;
import dev.devsession.api.v1alpha1.TransportType;
import dev.devsession.operator.cluster.ClusterView;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.gateway.GatewayPaths;
import dev.devsession.operator.gateway.PresentGateway;
import dev.devsession.operator.status.AcceptedSpecs;
import dev.devsession.operator.swap.ClusterWorkloads;
import dev.devsession.operator.swap.EndpointOwners;
import dev.devsession.operator.swap.PodOwner;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Observes what a session's plan rests on. */
final class SessionObserver {
  private final ClusterView cluster;
  private final EndpointOwners owners;
  private final AcceptedSpecs<DevSession> accepted;
  private final OperatorConfig settings;
  private final Clock clock;

  SessionObserver(ClusterView cluster, EndpointOwners owners, AcceptedSpecs<DevSession> accepted,
      OperatorConfig settings,
      Clock clock) {
    this.cluster = cluster;
    this.accepted = accepted;
    this.settings = settings;
    this.owners = owners;
    this.clock = clock;
  }

  /** @param cached the namespace's sessions as the framework knows them, which may know this one in an older version */
  SessionObservation observe(DevSession session, Stream<DevSession> cached) {
    var namespace = session.getMetadata().getNamespace();
    var now = clock.instant();
    var isActive = Lifetime.of(session, now) instanceof Lifetime.Active;
    if (isActive) {
      cluster.watchKindsOf(
          session.getSpec().services().stream().map(SwappedService::workloadRef).filter(Objects::nonNull).toList());
    }
    return new SessionObservation(session, active(session, cached, now), cluster.sessions.list(namespace),
        cluster.swaps.list(namespace), cluster.services.list(namespace), ClusterWorkloads.of(cluster, namespace),
        PresentGateway.of(cluster, session), isActive ? podOwners(session) : Map.of(),
        GatewayPaths.refused(session, settings), isActive ? hostName(session) : Optional.empty(), now);
  }

  private static List<DevSession> active(DevSession session, Stream<DevSession> cached, Instant now) {
    var others = cached.filter(s -> !s.getMetadata().getUid().equals(session.getMetadata().getUid()));
    return Stream.concat(others, Stream.of(session)).filter(s -> Lifetime.of(s, now) instanceof Lifetime.Active)
        .toList();
  }

  /** A pod that comes later concerns its Service's Swap, and must not end a session that has been accepted. */
  private Map<String, Collection<PodOwner>> podOwners(DevSession session) {
    if (accepted.contains(session)) {
      return Map.of();
    }
    var namespace = session.getMetadata().getNamespace();
    return session.getSpec().services().stream().map(SwappedService::name).distinct()
        .collect(Collectors.toMap(Function.identity(),
            name -> owners.of(cluster.services.get(namespace, name).orElse(null), cluster.slices(namespace, name))
                .values()));
  }

  /** A name service that fails for a moment must not end a session that has been accepted. */
  private Optional<ReasonedMessage> hostName(DevSession session) {
    var transport = session.getSpec().transport();
    return transport.type() == TransportType.Direct && !accepted.contains(session)
        ? HostNames.check(transport.hostAddress())
        : Optional.empty();
  }
}
