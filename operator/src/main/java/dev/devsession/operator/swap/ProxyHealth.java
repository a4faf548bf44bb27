package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.operator.dataplane.PodStartFailure;
import dev.devsession.restore.Workload;
import java.util.Optional;

/** Whether the Service sends its traffic to the proxy, and if not, why. */
final class ProxyHealth {
  private ProxyHealth() {}

  /** Empty if every proxy pod behind the Service is a current one and one is there; else what to say of it. */
  static Optional<Decision> whileNotReady(Observed o, Proxy wanted, Workload workload) {
    var ready = o.readyProxies();
    var current = o.proxyPods().stream().filter(wanted::isCurrent).map(p -> p.getMetadata().getName()).toList();
    if (!ready.isEmpty() && current.containsAll(ready)) {
      return Optional.empty();
    }
    var failure = PodStartFailure.of(o.proxy(), o.proxyPods());
    return Optional.of(failure.isPresent()
        ? Decision.of(new Step.Wait(), workload, ConditionMessage.ProxyFailing.with(failure.get()))
        : Decision.of(new Step.Wait(), workload, ConditionMessage.ProxyStarting.with()));
  }
}
