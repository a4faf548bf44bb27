package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.operator.cluster.ClusterView;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.gateway.Gateway;
import dev.devsession.operator.nodeports.NodePortServicePlan;
import dev.devsession.operator.swap.WorkloadResolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what to do for one session: NodePort Services first, then the gateway, then the claims on Swaps, so that
 * every route to the machine exists before callers are sent to it. Pure.
 */
final class SessionPlan {
  private static final Duration AFTER_REFUSAL_BY_OTHERS = Duration.ofSeconds(10);
  /** Things outside the watched objects that can make a refused session acceptable. */
  private static final Set<ConditionReason> UNWATCHED = Set.of(ConditionReason.HostNameUnresolved,
      ConditionReason.Forbidden, ConditionReason.NodePortTaken,
      ConditionReason.NodePortOutOfRange, ConditionReason.WorkloadKindUnknown, ConditionReason.WorkloadAmbiguous);
  private final OperatorConfig settings;

  SessionPlan(OperatorConfig settings) {
    this.settings = settings;
  }

  SessionDecision decide(SessionObservation o) {
    var steps = new ArrayList<>(nodePortServices(o));
    var nameTaken = needsGateway(o) ? o.gateway().nameTaken() : Optional.<ReasonedMessage>empty();
    if (nameTaken.isEmpty()) {
      steps.addAll(needsGateway(o) ? writeGateway(o) : deleteGateway(o));
    }
    var refusal = nameTaken.or(() -> o.isActive() ? specRefusal(o) : Optional.empty());
    steps.addAll(claims(o, refusal));
    return decision(o, refusal, steps);
  }

  /** What to do after the API server refused a step: the session makes no new claims. */
  SessionDecision decideRefused(SessionObservation o, ReasonedMessage why) {
    return decision(o, Optional.of(why), claims(o, Optional.of(why)));
  }

  /** What to do for a session that is being deleted. Its gateway answers callers until the last original is back. */
  List<SessionStep> decideEnd(SessionObservation o) {
    var steps = new ArrayList<>(nodePortServices(o));
    var withdrawals = ClaimChanges.of(o, List.of(), Optional.empty());
    steps.addAll(withdrawals);
    if (isOver(o)) {
      steps.addAll(deleteGateway(o));
    }
    return steps;
  }

  /** Whether a session that is being deleted may go: it has no claim, and its workloads are restored. */
  static boolean isOver(SessionObservation o) {
    return ClaimChanges.of(o, List.of(), Optional.empty()).isEmpty() && o.restoring().isEmpty();
  }

  private static SessionDecision decision(SessionObservation o, Optional<ReasonedMessage> refusal,
      List<SessionStep> steps) {
    var recheck = refusal.filter(r -> UNWATCHED.contains(r.reason())).isPresent()
        ? Optional.of(AFTER_REFUSAL_BY_OTHERS)
        : o.untilNextChange().map(d -> d.compareTo(ClusterView.LOOK_AGAIN) < 0 ? d : ClusterView.LOOK_AGAIN);
    return new SessionDecision(refusal, steps, recheck);
  }

  private static List<SessionStep> nodePortServices(SessionObservation o) {
    var changes = NodePortServicePlan.changes(o.services(), o.active());
    return changes.isEmpty() ? List.of() : List.of(new SessionStep.ChangeNodePortServices(changes));
  }

  /** Keeps the gateway while an agent may use it, and until the last original is restored, to answer callers. */
  private static boolean needsGateway(SessionObservation o) {
    return o.isTunnel() && (!(o.lifetime() instanceof Lifetime.Expired) || o.hasClaims() || !o.restoring().isEmpty());
  }

  private List<SessionStep> writeGateway(SessionObservation o) {
    var wanted = Gateway.of(o.session(), settings);
    var steps = new ArrayList<SessionStep>();
    var writes = o.gateway().writes(wanted);
    if (!writes.isEmpty()) {
      steps.add(new SessionStep.WriteGateway(writes));
    }
    var surplus = o.gateway().surplus(wanted);
    if (!surplus.isEmpty()) {
      steps.add(new SessionStep.DeleteGateway(surplus));
    }
    return steps;
  }

  private static List<SessionStep> deleteGateway(SessionObservation o) {
    var deletions = o.gateway().deletions();
    return deletions.isEmpty() ? List.of() : List.of(new SessionStep.DeleteGateway(deletions));
  }

  private static List<SessionStep> claims(SessionObservation o, Optional<ReasonedMessage> refusal) {
    return ClaimChanges.of(o, o.wantedServices(),
        refusal.isEmpty() && o.agent().mayClaim() ? o.reach() : Optional.empty());
  }

  /**
   * The first thing in the spec that can't be served. A session is served as a whole or not at all, so that a mistake
   * in one line doesn't leave half of it swapped.
   */
  private static Optional<ReasonedMessage> specRefusal(SessionObservation o) {
    return o.session().getSpec().services().stream()
        .flatMap(s -> WorkloadResolver.refusal(Claims.of(o.session(), s, o.session().getSpec().transport()), s.name(),
            o.services().stream().filter(p -> p.getMetadata().getName().equals(s.name())).findFirst().orElse(null),
            o.workloads(), o.podOwners().getOrDefault(s.name(), List.of()), o.heldSwaps()).stream())
        .findFirst().or(o::hostName);
  }
}
