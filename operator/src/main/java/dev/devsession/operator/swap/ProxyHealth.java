package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Message;
import dev.devsession.mark.Workload;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether the proxy stands where the Service sends its traffic, and if not, why. */
final class ProxyHealth {
  /** Reasons of a waiting container that are part of a normal start. */
  private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing");

  private ProxyHealth() {}

  /** Empty if every proxy pod behind the Service is a current one and one is there; else what to say of it. */
  static Optional<Decision> trouble(Observed o, Proxy wanted, Workload workload) {
    var ready = o.readyProxies();
    var current = o.proxyPods().stream().filter(wanted::isCurrent).map(p -> p.getMetadata().getName()).toList();
    if (!ready.isEmpty() && current.containsAll(ready)) {
      return Optional.empty();
    }
    var failure = failure(o);
    return Optional.of(failure.isPresent()
        ? Decision.of(new Step.Wait(), workload, Message.ProxyFailing.with(failure.get()))
        : Decision.of(new Step.Wait(), workload, Message.ProxyStarting.with()));
  }

  private static Optional<String> failure(Observed o) {
    var quota = Stream.ofNullable(o.proxy().getStatus()).flatMap(s -> s.getConditions().stream())
        .filter(c -> "ReplicaFailure".equals(c.getType()) && "True".equals(c.getStatus()))
        .map(DeploymentCondition::getMessage);
    return Stream.concat(quota, o.proxyPods().stream().flatMap(ProxyHealth::waiting)).findFirst();
  }

  private static Stream<String> waiting(Pod pod) {
    return Stream.ofNullable(pod.getStatus()).flatMap(s -> s.getContainerStatuses().stream())
        .filter(s -> s.getState() != null && s.getState().getWaiting() != null).map(s -> s.getState().getWaiting())
        .filter(w -> w.getReason() != null && !STARTING.contains(w.getReason()))
        .map(w -> describe(pod, w));
  }

  private static String describe(Pod pod, ContainerStateWaiting waiting) {
    return "pod " + pod.getMetadata().getName() + ": " + waiting.getReason()
        + (waiting.getMessage() == null ? "" : ": " + waiting.getMessage());
  }
}
