package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwapStatus;
import dev.devsession.api.v1alpha1.SwapStatusBuilder;
import dev.devsession.operator.status.Conditions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The statuses of a Swap that say nothing but how far the operator has come. Those with a mark aren't among them: the
 * copy of a mark has to be written at once. Pure.
 */
final class SwapProgress {
  private static final Set<String> REASONS = Set.of(ConditionReason.ProxyStarting.name(),
      ConditionReason.RoutesChanging.name());

  private static final Set<String> WAITING = Set.of(ConditionReason.OriginalStopping.name(),
      ConditionReason.OriginalStarting.name(), ConditionReason.ProxyDraining.name());

  private SwapProgress() {}

  /**
   * Whether the status is a Swap's first and only says that its proxy is on its way, or differs from the written one
   * only in which pods it waits for.
   */
  static boolean isAllOf(Swap swap, SwapStatus status) {
    return swap.getStatus() == null ? isStarting(status) : isRefined(swap.getStatus(), status);
  }

  /** Since when what it says has been so. */
  static Instant since(Swap swap, SwapStatus status) {
    return Instant.parse(swap.getStatus() == null
        ? swap.getMetadata().getCreationTimestamp()
        : swapped(status).orElseThrow().lastTransitionTime());
  }

  private static boolean isRefined(SwapStatus written, SwapStatus status) {
    var before = swapped(written);
    var now = swapped(status);
    return !status.equals(written) && before.isPresent() && now.isPresent() && WAITING.contains(now.get().reason())
        && before.get().reason().equals(now.get().reason())
        && before.get().observedGeneration().equals(now.get().observedGeneration())
        && new SwapStatusBuilder(status).withConditions(SwapStatuses.with(status.conditions(), List.of(before.get())))
            .build().equals(new SwapStatusBuilder(written)
                .withConditions(SwapStatuses.with(written.conditions(), List.of(before.get()))).build());
  }

  private static Optional<Condition> swapped(SwapStatus status) {
    return Conditions.find(status.conditions(), ConditionType.Swapped);
  }

  private static boolean isStarting(SwapStatus status) {
    return status != null && status.mark() == null && status.resets() == null
        && status.sharers() == null
        && Conditions.find(status.conditions(), ConditionType.Accepted).filter(c -> c.holds()).isPresent()
        && swapped(status).filter(c -> REASONS.contains(c.reason())).isPresent();
  }
}
