package dev.devsession.logs.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A container as its pod's status shows it.
 *
 * @param restarts how often it has started anew
 * @param state what it does now
 * @param reason why it waits or has ended, such as ImagePullBackOff or OOMKilled; or empty
 * @param message more about that, or empty
 * @param lastExit how its last start ended
 * @param started when it last started, to the second; empty while it waits
 */
public record ContainerView(String name, int restarts, State state, String reason, String message,
    Optional<Exit> lastExit, Optional<Instant> started) {
  /** What a container can do. */
  public enum State {
    WAITING,
    RUNNING,
    TERMINATED
  }

  /** @param reason such as OOMKilled or Error */
  public record Exit(int code, String reason) {
    private static Optional<Exit> of(JsonNode terminated) {
      return terminated.isObject()
          ? Optional.of(new Exit(terminated.path("exitCode").asInt(), terminated.path("reason").asText()))
          : Optional.empty();
    }
  }

  /** @param status one of the pod's {@code containerStatuses} */
  static ContainerView of(JsonNode status) {
    var state = status.path("state");
    var now = state.has("running") ? State.RUNNING : state.has("terminated") ? State.TERMINATED : State.WAITING;
    var detail = state.path(now == State.TERMINATED ? "terminated" : "waiting");
    return new ContainerView(status.path("name").asText(), status.path("restartCount").asInt(), now,
        detail.path("reason").asText(), detail.path("message").asText(),
        Exit.of(status.path("lastState").path("terminated")), started(state));
  }

  private static Optional<Instant> started(JsonNode state) {
    return Stream.of("running", "terminated").map(s -> state.path(s).path("startedAt").asText())
        .filter(time -> !time.isEmpty() && !time.equals("null")).map(Instant::parse).findFirst();
  }

  /** Whether it has ever run, so that there is a log. */
  public boolean hasRun() {
    return state != State.WAITING || restarts > 0 || lastExit.isPresent();
  }

  public boolean isRunning() {
    return state == State.RUNNING;
  }
}
