package dev.devsession.operator.swap;

import static java.util.stream.Collectors.joining;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.Reason;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwapStatus;
import dev.devsession.operator.status.Conditions;

/** Makes a Swap's status from a decision. Pure. */
final class SwapStatuses {
  private SwapStatuses() {}

  /** @param routes hash of the routes known to be in force, or null */
  static SwapStatus of(Swap swap, Decision decision, String routes, Conditions conditions) {
    var old = present(swap);
    var refusal = decision.refusal();
    conditions.set("Accepted", refusal == null, refusal == null ? Reason.Accepted : refusal.reason(),
        refusal == null ? "Service and workload were found." : refusal.message());
    var reason = refusal != null && decision.reason() == Reason.Restored ? refusal.reason() : decision.reason();
    conditions.set("Swapped", decision.reason() == Reason.Swapped, reason,
        reason == decision.reason() ? decision.message() : refusal.message());
    var claims = swap.getSpec().claims();
    var holder = claims.isEmpty() ? old.holder() : claims.getFirst().session();
    var since = holder != null && holder.equals(old.holder()) ? old.since() : conditions.now();
    var queued = claims.stream().skip(1).map(Claim::session).collect(joining(","));
    var restored = decision.reason() == Reason.Restored;
    var workload = decision.workload() == null ? old.workload() : decision.workload().ref();
    var replicas = restored ? null : replicas(decision.workload(), old);
    var original = restored || workload == null || replicas == null ? null : workload + " ×" + replicas;
    return new SwapStatus(swap.getMetadata().getGeneration(), conditions.build(), holder, since,
        queued.isEmpty() ? null : queued, workload,
        replicas, original, restored ? null : routes);
  }

  /** The status as it stands, empty for a Swap that nobody has looked at. */
  static SwapStatus present(Swap swap) {
    return swap.getStatus() == null ? SwapStatus.empty() : swap.getStatus();
  }

  private static Integer replicas(Workload workload, SwapStatus old) {
    return workload != null && workload.mark().orElse(null) instanceof Mark.Readable mark
        ? Integer.valueOf(mark.replicas())
        : old.originalReplicas();
  }
}
