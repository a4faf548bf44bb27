package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.api.v1alpha1.Sharer;
import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.api.v1alpha1.Traffic;
import java.util.List;

/** What the condition of a shared Service says. Pure. */
public final class SharedMessage {
  private static final String HEADLESS = "None";

  private SharedMessage() {}

  /** Of the Swap: that of its oldest session, with the others. @param sharers those that are served now */
  static ReasonedMessage of(Observed o, List<Sharer> sharers) {
    var claims = Sharing.active(o.swap().getSpec().claims());
    var served = claims.stream().filter(c -> sharers.stream().anyMatch(s -> s.session().equals(c.session()))).toList();
    var says = of(served.isEmpty() ? claims.getFirst() : served.getFirst());
    if (served.size() > 1) {
      says = says.and(ConditionMessage.Shared.with(served.size(),
          String.join(", ", served.stream().map(Claim::session).toList())));
    }
    return HEADLESS.equals(o.service().getSpec().getClusterIP())
        ? says.and(ConditionMessage.PodNamesOfProxies.with())
        : says;
  }

  /** Of one session. */
  public static ReasonedMessage of(Claim claim) {
    if (claim.mode() == SwapMode.Mirror) {
      return ConditionMessage.Mirrored.with(RequestRules.words(claim));
    }
    return claim.traffic() == Traffic.All
        ? ConditionMessage.InterceptedWhole.with()
        : ConditionMessage.Intercepted.with(RequestRules.words(claim));
  }
}
