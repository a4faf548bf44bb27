package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.api.v1alpha1.ServiceStatus;
import dev.devsession.api.v1alpha1.Sharer;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwappedService;
import dev.devsession.operator.dataplane.Fingerprint;
import dev.devsession.operator.status.Conditions;
import dev.devsession.operator.swap.MatchOverlaps;
import dev.devsession.operator.swap.SharedMessage;
import dev.devsession.operator.swap.Sharing;
import dev.devsession.operator.swap.TlsSecret;
import java.util.List;

/** How a Service stands for one of the sessions that share it. Pure. */
final class ServiceSharing {
  private ServiceSharing() {}

  /** Whether the session has it, or gets it, together with others. */
  static boolean isShared(SwappedService wanted, List<Claim> claims) {
    return wanted.mode().isShared() && !claims.isEmpty() && claims.getFirst().mode().isShared();
  }

  /** @param outdated whether the Swap doesn't have yet what the session asks for now, or has no status */
  static ServiceStatus status(SwappedService wanted, Swap swap, String me, boolean outdated) {
    var mine = Claims.ofSession(swap, me);
    var swapped = outdated
        ? null
        : Conditions.find(swap.getStatus().conditions(), ConditionType.Swapped).orElse(null);
    var says = swapped == null || mine.isEmpty()
        ? ConditionMessage.Pending.with()
        : says(swap, swapped, mine.get());
    return new ServiceStatus(wanted.name(), swap.getMetadata().getName(), says.reason().name(), me, null,
        says.message());
  }

  private static ReasonedMessage says(Swap swap, Condition swapped, Claim mine) {
    var sharers = swap.getStatus().sharers();
    var isServed = sharers != null
        && sharers.contains(new Sharer(mine.session(), Fingerprint.of(mine)));
    if (!isServed && SessionStatuses.isStale(swapped, swap)) {
      return ConditionMessage.Pending.with();
    }
    if (!swapped.holds()) {
      return new ReasonedMessage(ConditionReason.valueOf(swapped.reason()), swapped.message());
    }
    var active = Sharing.active(swap.getSpec().claims());
    return isServed
        ? MatchOverlaps.add(SharedMessage.of(mine), mine, active)
        : TlsSecret.refusal(swap.getMetadata().getName(), mine, active)
            .orElseGet(() -> ConditionMessage.RoutesChanging.with());
  }
}
