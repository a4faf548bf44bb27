package dev.devsession.operator.session;

import static java.util.stream.Collectors.toMap;

import dev.devsession.api.v1alpha1.ApiNames;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.DevSessionStatus;
import dev.devsession.api.v1alpha1.FieldManagers;
import dev.devsession.api.v1alpha1.GatewayPorts;
import dev.devsession.api.v1alpha1.GatewayStatus;
import dev.devsession.api.v1alpha1.Message;
import dev.devsession.api.v1alpha1.Reason;
import dev.devsession.api.v1alpha1.Statement;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwappedService;
import dev.devsession.api.v1alpha1.Transport;
import dev.devsession.api.v1alpha1.TransportType;
import dev.devsession.mark.Finalizer;
import dev.devsession.operator.cluster.ClusterView;
import dev.devsession.operator.cluster.Events;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.gateway.Gateways;
import dev.devsession.operator.names.Companions;
import dev.devsession.operator.status.Conditions;
import dev.devsession.operator.swap.Workloads;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Turns a session into claims on Swaps, and what became of them into the session's status. */
@ControllerConfiguration(name = "devsession", finalizerName = ApiNames.FINALIZER, fieldManager = FieldManagers.OPERATOR)
public final class DevSessionReconciler implements Reconciler<DevSession>, Cleaner<DevSession> {
  private static final Duration AFTER_CONFLICT = Duration.ofMillis(100);
  private static final Duration AFTER_REFUSAL_BY_OTHERS = Duration.ofSeconds(10);
  /** Things outside the watched objects that can make a refused session acceptable. */
  private static final Set<Reason> UNWATCHED = Set.of(Reason.HostNameUnresolved, Reason.Forbidden, Reason.NodePortTaken,
      Reason.NodePortOutOfRange, Reason.WorkloadKindUnknown);

  private final ClusterView cluster;
  private final ClaimSteps claims;
  private final Companions companions;
  private final Gateways gateways;
  private final Events events;
  private final Clock clock;

  public DevSessionReconciler(KubernetesClient client, ClusterView cluster, OperatorConfig settings, Clock clock) {
    this.cluster = cluster;
    this.claims = new ClaimSteps(client, cluster);
    this.companions = new Companions(client, cluster);
    this.gateways = new Gateways(client, cluster, settings);
    this.events = new Events(client, clock);
    this.clock = clock;
  }

  @Override
  public UpdateControl<DevSession> reconcile(DevSession session, Context<DevSession> context) {
    var now = clock.instant();
    var lifetime = Lifetime.of(session, now);
    var active = lifetime instanceof Lifetime.Active;
    var namespace = session.getMetadata().getNamespace();
    var presence = gateways.presence(session);
    var connection = Connection.of(session, presence,
        SessionPlan.holds(session.getMetadata().getName(), cluster.swaps.list(namespace)), now);
    var recheck = recheck(lifetime, connection, now);
    Statement refusal = null;
    try {
      refusal = companions.put(namespace, active(context, session)).or(() -> gateway(session, lifetime))
          .or(() -> active ? check(session) : Optional.empty()).orElse(null);
      var situation = new Situation(lifetime, connection, refusal, reach(session));
      claims.take(session,
          SessionPlan.moves(session, cluster.swaps.list(namespace), situation.wants(), situation.claiming()));
    } catch (KubernetesClientException e) {
      switch (e.getCode()) {
        case 409, 404 -> recheck = AFTER_CONFLICT;
        case 403 -> refusal = Message.Refused.with(e.getMessage());
        default -> throw e;
      }
    }
    if (refusal != null && UNWATCHED.contains(refusal.reason())) {
      recheck = AFTER_REFUSAL_BY_OTHERS;
    }
    var swaps = cluster.swaps.list(namespace).stream().collect(toMap(s -> s.getMetadata().getName(), s -> s));
    var status = SessionStatuses.of(session, new Situation(lifetime, connection, refusal, reach(session)),
        presence.podName().map(p -> new GatewayStatus(p, GatewayPorts.TUNNEL)).orElse(null), swaps,
        other -> end(session, other),
        new Conditions(SessionStatuses.conditions(session), session.getMetadata().getGeneration(), clock));
    UpdateControl<DevSession> control;
    if (status.equals(session.getStatus())) {
      control = UpdateControl.noUpdate();
    } else {
      tell(session, status);
      control = UpdateControl.patchStatus(fresh(session, status));
    }
    return recheck == null ? control : control.rescheduleAfter(recheck);
  }

  @Override
  public DeleteControl cleanup(DevSession session, Context<DevSession> context) {
    var namespace = session.getMetadata().getNamespace();
    try {
      companions.put(namespace, active(context, session));
      var moves = SessionPlan.moves(session, cluster.swaps.list(namespace), false, Optional.empty());
      claims.take(session, moves);
      var restoring = SessionPlan.restoring(session.getMetadata().getName(), cluster.swaps.list(namespace));
      if (moves.withdraw().isEmpty() && restoring.isEmpty()) {
        gateways.remove(session);
        var control = DeleteControl.noFinalizerRemoval(); // not by the framework
        return Finalizer.remove(context.getClient(), session)
            ? control
            : control.rescheduleAfter(AFTER_CONFLICT.toMillis());
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() != 409 && e.getCode() != 404) {
        throw e;
      }
    }
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(1000);
  }

  private Optional<Statement> check(DevSession session) {
    var namespace = session.getMetadata().getNamespace();
    cluster
        .look(session.getSpec().services().stream().map(SwappedService::workloadRef).filter(Objects::nonNull).toList());
    var wrong = SessionPlan.refusal(session, name -> cluster.services.get(namespace, name).orElse(null),
        Workloads.of(cluster, namespace));
    // A name service that fails for a moment must not end a session that has been accepted.
    var known = SessionStatuses.isAccepted(session);
    return wrong.or(() -> known ? Optional.empty() : hostName(session.getSpec().transport()));
  }

  private static Optional<Statement> hostName(Transport transport) {
    return transport.type() == TransportType.Direct ? HostNames.check(transport.hostAddress()) : Optional.empty();
  }

  /** When to look again, if nothing happens before; null: at the framework's interval. */
  private static Duration recheck(Lifetime lifetime, Connection connection, Instant now) {
    if (lifetime instanceof Lifetime.Expired) {
      return null;
    }
    var next = connection instanceof Connection.Grace(var says, var until) && until != null
        && until.isBefore(lifetime.end()) ? until : lifetime.end();
    var left = Duration.between(now, next);
    return left.compareTo(ClusterView.LOOK_AGAIN) < 0 ? left : ClusterView.LOOK_AGAIN;
  }

  /** The gateway is there while somebody may use it, and answers callers until the last original is back. */
  private Optional<Statement> gateway(DevSession session, Lifetime lifetime) {
    var restoring = SessionPlan.restoring(session.getMetadata().getName(),
        cluster.swaps.list(session.getMetadata().getNamespace()));
    if (session.getSpec().transport().type() == TransportType.Tunnel
        && (!(lifetime instanceof Lifetime.Expired) || !restoring.isEmpty())) {
      return gateways.put(session);
    }
    gateways.remove(session);
    return Optional.empty();
  }

  /** How proxies reach the machine, once that is known. */
  private Optional<Transport> reach(DevSession session) {
    var transport = session.getSpec().transport();
    return transport.type() == TransportType.Direct
        ? Optional.of(transport)
        : gateways.address(session).map(a -> new Transport(TransportType.Tunnel, a));
  }

  /** When another session of the namespace ends, if it is there. */
  private Optional<Instant> end(DevSession session, String other) {
    return cluster.sessions.get(session.getMetadata().getNamespace(), other)
        .map(s -> Lifetime.of(s, clock.instant()).end());
  }

  /** The namespace's active sessions, with this one as the reconciler was given it. */
  private List<DevSession> active(Context<DevSession> context, DevSession session) {
    var now = clock.instant();
    var others = context.getPrimaryCache().byIndex(Cache.NAMESPACE_INDEX, session.getMetadata().getNamespace()).stream()
        .filter(s -> !s.getMetadata().getUid().equals(session.getMetadata().getUid()));
    return Stream.concat(others, Stream.of(session)).filter(s -> Lifetime.of(s, now) instanceof Lifetime.Active)
        .toList();
  }

  /** One Event for what people want to know of: swapped, refused, ended. */
  private void tell(DevSession session, DevSessionStatus status) {
    var before = Conditions.find(SessionStatuses.conditions(session), ConditionType.Ready);
    var after = Conditions.find(status.conditions(), ConditionType.Ready).orElseThrow();
    var accepted = Conditions.find(status.conditions(), ConditionType.Accepted).orElseThrow();
    var changed = before.isEmpty() || !before.get().reason().equals(after.reason());
    var reason = Reason.valueOf(after.reason());
    if (changed && (!accepted.holds()
        || Set.of(Reason.Swapped, Reason.ProxyFailing, Reason.Queued, Reason.Suspended, Reason.Expired,
            Reason.ReplicasChanged, Reason.GivenUp, Reason.Disconnected, Reason.GatewayFailing).contains(reason))) {
      events.write(session,
          !accepted.holds() || Set
              .of(Reason.ProxyFailing, Reason.ReplicasChanged, Reason.GivenUp, Reason.GatewayFailing).contains(reason),
          reason.name(),
          after.message());
    }
  }

  private static DevSession fresh(DevSession session, DevSessionStatus status) {
    var patch = new DevSession();
    patch.setMetadata(
        new ObjectMetaBuilder().withNamespace(session.getMetadata().getNamespace())
            .withName(session.getMetadata().getName()).build());
    patch.setStatus(status);
    return patch;
  }

  @Override
  public List<EventSource<?, DevSession>> prepareEventSources(EventSourceContext<DevSession> context) {
    return new SessionTriggers(context.getPrimaryCache()).of(cluster);
  }
}
