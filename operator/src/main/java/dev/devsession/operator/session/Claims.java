package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.SwappedService;
import java.util.ArrayList;
import java.util.List;

/** The queue of claims of one Swap: first come, first served. Pure. */
final class Claims {
  private Claims() {}

  static Claim of(DevSession session, SwappedService service) {
    return new Claim(session.getMetadata().getName(), service.mode(), service.workloadRef(), service.ports(),
        session.getSpec().transport());
  }

  /** With the claim at the session's place in the queue, or at its end. */
  static List<Claim> with(List<Claim> claims, Claim claim) {
    var result = new ArrayList<>(claims);
    for (var i = 0; i < result.size(); i++) {
      if (result.get(i).session().equals(claim.session())) {
        result.set(i, claim);
        return result;
      }
    }
    result.add(claim);
    return result;
  }

  static List<Claim> without(List<Claim> claims, String session) {
    return claims.stream().filter(c -> !c.session().equals(session)).toList();
  }
}
