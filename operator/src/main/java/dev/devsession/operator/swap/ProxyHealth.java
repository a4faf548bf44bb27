package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.operator.dataplane.PodStartFailure;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
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
    return Optional.of(Decision.of(new Step.Wait(), workload, failure.map(ProxyHealth::message)
        .orElseGet(() -> ConditionMessage.ProxyStarting.with())));
  }

  /** Current proxy pods that have a node, but not yet all labels that the Service selects, see {@link ProxyPod}. */
  static List<Pod> withoutLabels(Observed o, Proxy wanted, Workload workload) {
    return o.proxyPods().stream().filter(wanted::isCurrent).filter(p -> isScheduled(p) && !hasLabels(p, workload))
        .toList();
  }

  static boolean isScheduled(Pod pod) {
    return pod.getStatus() != null && pod.getMetadata().getDeletionTimestamp() == null && pod.getStatus()
        .getConditions().stream().anyMatch(c -> "PodScheduled".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  static boolean hasLabels(Pod pod, Workload workload) {
    var labels = pod.getMetadata().getLabels();
    return labels != null && labels.entrySet().containsAll(workload.podLabels().entrySet());
  }

  private static ReasonedMessage message(PodStartFailure failure) {
    return failure.isUnscheduled()
        ? ConditionMessage.ProxyUnscheduled.with(failure.cause())
        : ConditionMessage.ProxyFailing.with(failure.cause());
  }
}
