package dev.devsession.operator.dataplane;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Why pods don't start. Pure.
 *
 * @param cause for people, in the words of Kubernetes
 * @param isUnscheduled whether the scheduler finds no node, which may pass by itself
 */
public record PodStartFailure(String cause, boolean isUnscheduled) {
  /** Reasons of a waiting container that are part of a normal start. */
  private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing");

  /** Empty if they may still be starting. @param deployment may be null */
  public static Optional<PodStartFailure> of(Deployment deployment, List<Pod> pods) {
    var quota = Stream.ofNullable(deployment).flatMap(d -> Stream.ofNullable(d.getStatus()))
        .flatMap(s -> s.getConditions().stream())
        .filter(c -> "ReplicaFailure".equals(c.getType()) && "True".equals(c.getStatus()))
        .map(DeploymentCondition::getMessage).map(message -> new PodStartFailure(message, false));
    return Stream.of(quota, pods.stream().flatMap(PodStartFailure::waiting),
        pods.stream().flatMap(PodStartFailure::unscheduled)).flatMap(s -> s).findFirst();
  }

  private static Stream<PodStartFailure> waiting(Pod pod) {
    return Stream.ofNullable(pod.getStatus()).flatMap(PodStartFailure::containers)
        .filter(w -> w.getReason() != null && !STARTING.contains(w.getReason()))
        .map(w -> of(pod, w.getReason(), w.getMessage(), false));
  }

  private static Stream<ContainerStateWaiting> containers(PodStatus status) {
    return Stream.concat(status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream())
        .filter(s -> s.getState() != null && s.getState().getWaiting() != null).map(s -> s.getState().getWaiting());
  }

  private static Stream<PodStartFailure> unscheduled(Pod pod) {
    return Stream.ofNullable(pod.getStatus()).flatMap(s -> s.getConditions().stream())
        .filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
        .map(c -> of(pod, c.getReason(), c.getMessage(), true));
  }

  private static PodStartFailure of(Pod pod, String reason, String message, boolean isUnscheduled) {
    return new PodStartFailure(
        "pod " + pod.getMetadata().getName() + ": " + reason + (message == null ? "" : ": " + message), isUnscheduled);
  }
}
