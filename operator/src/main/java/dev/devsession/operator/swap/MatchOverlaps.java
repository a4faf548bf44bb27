package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.api.v1alpha1.ServicePortMapping;
import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.api.v1alpha1.Traffic;
import dev.devsession.match.Overlap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Requests that an older session of a shared Service takes from a newer one, as far as their rules show it. Pure. */
public final class MatchOverlaps {
  private MatchOverlaps() {}

  /** The message with a sentence for each such session. @param active the claims that are served, the oldest first */
  public static ReasonedMessage add(ReasonedMessage message, Claim mine, List<Claim> active) {
    var says = message;
    for (var older : active.subList(0, Math.max(0, active.indexOf(mine)))) {
      says = switch (overlap(mine, older)) {
        case ALL -> says.and(ConditionMessage.MatchHidden.with(older.session()));
        case SOME -> says.and(ConditionMessage.MatchOverlaps.with(older.session()));
        case NOT_SHOWN -> says;
      };
    }
    return says;
  }

  /** A copy takes nothing from anybody, and is taken by nobody. */
  private static Overlap overlap(Claim mine, Claim older) {
    if (mine.mode() == SwapMode.Mirror || older.mode() == SwapMode.Mirror || !meets(mine, older)) {
      return Overlap.NOT_SHOWN;
    }
    if (older.traffic() == Traffic.All) {
      return Overlap.ALL;
    }
    return mine.traffic() == Traffic.All
        ? Overlap.SOME
        : Overlap.between(RequestRules.of(mine), RequestRules.of(older));
  }

  /** Whether they may have a port in common. */
  private static boolean meets(Claim mine, Claim older) {
    var names = names(older);
    return mine.ports().isEmpty() || older.ports().isEmpty() || names(mine).stream().anyMatch(names::contains);
  }

  private static Set<String> names(Claim claim) {
    return claim.ports().stream().map(ServicePortMapping::name).collect(Collectors.toSet());
  }
}
