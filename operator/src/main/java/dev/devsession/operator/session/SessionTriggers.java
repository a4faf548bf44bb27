package dev.devsession.operator.session;

import static java.util.stream.Collectors.toSet;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.operator.cluster.ClusterView;
import dev.devsession.operator.cluster.SharedInformerEventSource;
import dev.devsession.operator.gateway.Gateway;
import dev.devsession.operator.nodeports.NodePortServicePlan;
import dev.devsession.operator.status.AcceptedSpecs;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Which sessions a change in the cluster concerns. */
final class SessionTriggers {
  private final IndexerResourceCache<DevSession> sessions;
  private final AcceptedSpecs<DevSession> accepted;

  SessionTriggers(IndexerResourceCache<DevSession> sessions, AcceptedSpecs<DevSession> accepted) {
    this.sessions = sessions;
    this.accepted = accepted;
  }

  List<EventSource<?, DevSession>> eventSources(ClusterView cluster) {
    return List.of(
        new SharedInformerEventSource<>(cluster.sessions,
            holder -> which(holder, waiting -> waitsFor(waiting, holder))),
        new SharedInformerEventSource<>(cluster.swaps,
            s -> which(s, session -> names(session, s.getMetadata().getName()) || held(session, s))),
        new SharedInformerEventSource<>(cluster.services,
            s -> which(s, session -> !accepted.contains(session) || NodePortServicePlan.wants(session)
                || names(session, s.getMetadata().getName()) || isGateway(session, s))),
        new SharedInformerEventSource<>(cluster.deployments,
            d -> which(d, session -> !accepted.contains(session) || isGateway(session, d))),
        new SharedInformerEventSource<>(cluster.gatewayPods, p -> which(p, session -> isGateway(session, p))),
        new SharedInformerEventSource<>(cluster.statefulSets,
            s -> which(s, session -> !accepted.contains(session))),
        new SharedInformerEventSource<>(cluster.otherWorkloads,
            s -> which(s, session -> !accepted.contains(session))));
  }

  private Set<ResourceID> which(HasMetadata changed, Predicate<DevSession> concerned) {
    return sessions.byIndex(Cache.NAMESPACE_INDEX, changed.getMetadata().getNamespace()).stream().filter(concerned)
        .map(ResourceID::fromResource).collect(toSet());
  }

  /** Whether one session may be queued behind the other: its message then says when the other ends. */
  private static boolean waitsFor(DevSession waiting, DevSession holder) {
    return !waiting.getMetadata().getName().equals(holder.getMetadata().getName())
        && holder.getSpec().services().stream().anyMatch(s -> names(waiting, s.name()));
  }

  private static boolean names(DevSession session, String service) {
    return session.getSpec().services().stream().anyMatch(s -> s.name().equals(service));
  }

  /** Whether the session has to do with a Swap that its spec may not name any more. */
  private static boolean held(DevSession session, Swap swap) {
    var name = session.getMetadata().getName();
    return Claims.ofSession(swap, name).isPresent()
        || swap.getStatus() != null
            && (name.equals(swap.getStatus().holder()) || swap.getStatus().isSharedBy(name));
  }

  /** Whether this is, or belongs to, the session's gateway. */
  private static boolean isGateway(DevSession session, HasMetadata object) {
    return ClusterView.isLabelled(object, Labels.SESSION)
        && Gateway.name(session).equals(ClusterView.gatewayOf(object));
  }
}
