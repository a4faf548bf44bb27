package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.Swap;
import java.util.List;

/** Which claims of a Swap's queue are served at the same time. Pure. */
public final class Sharing {
  private Sharing() {}

  /** The claims that are served now, or are to be: with a mode that shares the Service all of them, else the first. */
  public static List<Claim> active(List<Claim> claims) {
    if (claims.isEmpty()) {
      return List.of();
    }
    return claims.getFirst().mode().isShared()
        ? claims.stream().filter(c -> c.mode().isShared()).toList()
        : List.of(claims.getFirst());
  }

  /** Those that wait, in order. */
  static List<Claim> waiting(List<Claim> claims) {
    var active = active(claims);
    return claims.stream().filter(c -> !active.contains(c)).toList();
  }

  /** Whether the Service is shared, or is to be. */
  static boolean isShared(Swap swap) {
    return !swap.getSpec().claims().isEmpty() && swap.getSpec().claims().getFirst().mode().isShared();
  }
}
