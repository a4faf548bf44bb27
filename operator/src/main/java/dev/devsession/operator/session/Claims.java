package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwappedService;
import dev.devsession.api.v1alpha1.Transport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The queue of claims of one Swap: the first holds the Service, the others wait in the order of their age. Pure. */
public final class Claims {
  private Claims() {}

  /** @param reach how proxies reach the machine: the session's transport, with its gateway's address for the Tunnel */
  static Claim of(DevSession session, SwappedService service, Transport reach) {
    return new Claim(session.getMetadata().getName(), service.mode(), service.workloadRef(), service.ports(), reach,
        service.match(), service.traffic(), service.whenAway(), service.unsafe(), service.tls(),
        service.answerHeader());
  }

  /** The session's claim on a Swap. */
  static Optional<Claim> ofSession(Swap swap, String session) {
    return swap.getSpec().claims().stream().filter(c -> c.session().equals(session)).findFirst();
  }

  /**
   * With the claim at the session's place in the queue, or at the place of its age.
   *
   * @param held whether the first already has the Service: it then keeps it, even if an older session waits
   * @param created when a session was created, in RFC 3339; one that is gone is older than all
   */
  static List<Claim> with(List<Claim> claims, Claim claim, boolean held, Function<String, String> created) {
    var result = new ArrayList<>(claims);
    for (var i = 0; i < result.size(); i++) {
      if (result.get(i).session().equals(claim.session())) {
        result.set(i, claim);
        return result;
      }
    }
    var age = Comparator.comparing((Claim c) -> created.apply(c.session())).thenComparing(Claim::session);
    var place = held ? 1 : 0;
    while (place < result.size() && age.compare(result.get(place), claim) < 0) {
      place++;
    }
    result.add(Math.min(place, result.size()), claim);
    return result;
  }

  /** Without the session's claim. */
  public static List<Claim> without(List<Claim> claims, String session) {
    return claims.stream().filter(c -> !c.session().equals(session)).toList();
  }
}
