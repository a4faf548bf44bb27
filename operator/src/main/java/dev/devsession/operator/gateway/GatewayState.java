package dev.devsession.operator.gateway;

import dev.devsession.operator.dataplane.PodStartFailure;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a session's machine is connected, as its gateway's pods report. Pure. */
public sealed interface GatewayState {
  /** A machine is connected. @param pod the one to be connected to: the newest that runs; empty while none does */
  record Connected(Optional<String> pod) implements GatewayState {}

  /** The gateway runs and no agent is connected. */
  record Idle(String pod) implements GatewayState {}

  /** There is no gateway yet. @param name the pod's, empty if it doesn't exist @param delay what delays it, if known */
  record Starting(Optional<String> name, Optional<String> delay) implements GatewayState {
    public Starting(Optional<String> name) {
      this(name, Optional.empty());
    }
  }

  /** There is no gateway, and it won't start without a change. */
  record Failing(String cause) implements GatewayState {}

  /** @param deployment the gateway's, null if there is none */
  static GatewayState of(Deployment deployment, List<Pod> pods) {
    var isConnected = pods.stream().anyMatch(p -> hasCondition(p, "Ready")); // also one that is being replaced
    var living = pods.stream().filter(p -> p.getMetadata().getDeletionTimestamp() == null)
        .sorted(Comparator.comparing((Pod p) -> p.getMetadata().getCreationTimestamp()).reversed()).toList();
    var newest = living.stream().map(p -> p.getMetadata().getName()).findFirst();
    if (isConnected) {
      return new Connected(living.stream().filter(GatewayState::isRunning).map(p -> p.getMetadata().getName())
          .findFirst());
    }
    if (!living.isEmpty() && isRunning(living.getFirst())) {
      return new Idle(newest.orElseThrow());
    }
    var failure = PodStartFailure.of(deployment, living);
    return failure.filter(f -> !f.isUnscheduled()).<GatewayState>map(f -> new Failing(f.cause()))
        .orElseGet(() -> new Starting(newest, failure.map(PodStartFailure::cause)));
  }

  /** The pod to connect to, if there is one. */
  default Optional<String> podName() {
    return switch (this) {
      case Connected(var pod) -> pod;
      case Idle(var pod) -> Optional.of(pod);
      case Starting(var name, var delay) -> name;
      case Failing f -> Optional.empty();
    };
  }

  private static boolean hasCondition(Pod pod, String condition) {
    return Stream.ofNullable(pod.getStatus()).flatMap(s -> s.getConditions().stream())
        .anyMatch(c -> condition.equals(c.getType()) && "True".equals(c.getStatus()));
  }

  private static boolean isRunning(Pod pod) {
    return Stream.ofNullable(pod.getStatus()).flatMap(s -> s.getContainerStatuses().stream())
        .anyMatch(s -> s.getState() != null && s.getState().getRunning() != null);
  }
}
