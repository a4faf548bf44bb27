package dev.devsession.operator.gateway;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The last time that a gateway's container ended and was started again, with which all connections were lost. Pure.
 *
 * @param cause for people: the kubelet's reason, such as OOMKilled, and the exit code
 */
public record GatewayRestart(Instant at, String cause) {

  static Optional<GatewayRestart> of(List<Pod> pods) {
    return pods.stream().flatMap(pod -> Stream.ofNullable(pod.getStatus()))
        .flatMap(status -> Stream.ofNullable(status.getContainerStatuses())).flatMap(List::stream)
        .map(GatewayRestart::of).filter(Objects::nonNull).max(Comparator.comparing(GatewayRestart::at));
  }

  private static GatewayRestart of(ContainerStatus status) {
    var ended = status.getLastState() == null ? null : status.getLastState().getTerminated();
    if (ended == null || ended.getFinishedAt() == null) {
      return null;
    }
    var reason = ended.getReason() == null || ended.getReason().isEmpty() ? "ended" : ended.getReason();
    return new GatewayRestart(Instant.parse(ended.getFinishedAt()), reason + ", exit code " + ended.getExitCode());
  }
}
