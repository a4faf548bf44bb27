package dev.devsession.operator.dataplane;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Why pods don't start. Pure. */
public final class PodStartFailure {
  /** Reasons of a waiting container that are part of a normal start. */
  private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing");

  private PodStartFailure() {}

  /** For people; empty if they may still be starting. @param deployment may be null */
  public static Optional<String> of(Deployment deployment, List<Pod> pods) {
    var quota = Stream.ofNullable(deployment).flatMap(d -> Stream.ofNullable(d.getStatus()))
        .flatMap(s -> s.getConditions().stream())
        .filter(c -> "ReplicaFailure".equals(c.getType()) && "True".equals(c.getStatus()))
        .map(DeploymentCondition::getMessage);
    return Stream.concat(quota, pods.stream().flatMap(PodStartFailure::waiting)).findFirst();
  }

  private static Stream<String> waiting(Pod pod) {
    return Stream.ofNullable(pod.getStatus()).flatMap(s -> s.getContainerStatuses().stream())
        .filter(s -> s.getState() != null && s.getState().getWaiting() != null).map(s -> s.getState().getWaiting())
        .filter(w -> w.getReason() != null && !STARTING.contains(w.getReason())).map(w -> describe(pod, w));
  }

  private static String describe(Pod pod, ContainerStateWaiting waiting) {
    return "pod " + pod.getMetadata().getName() + ": " + waiting.getReason()
        + (waiting.getMessage() == null ? "" : ": " + waiting.getMessage());
  }
}
