package dev.devsession.operator.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatewayRestartTest {
  @Test
  void theLastEndOfAContainerIsToldWithItsReason() {
    assertThat(GatewayRestart.of(List.of(ended("Error", 1, "2026-01-01T00:00:01Z"),
        ended("OOMKilled", 137, "2026-01-01T00:00:09Z"), new Pod())))
        .contains(new GatewayRestart(Instant.parse("2026-01-01T00:00:09Z"), "OOMKilled, exit code 137"));
  }

  @Test
  void podThatNeverRestartedHasNone() {
    var running = new PodBuilder().withNewStatus().addNewContainerStatus().withNewState().withNewRunning().endRunning()
        .endState().endContainerStatus().endStatus().build();
    assertThat(GatewayRestart.of(List.of(running, new Pod()))).isEmpty();
  }

  @Test
  void endWithoutReasonOrTimeDoesNoHarm() {
    assertThat(GatewayRestart.of(List.of(ended(null, 2, "2026-01-01T00:00:01Z"))))
        .hasValueSatisfying(restart -> assertThat(restart.cause()).isEqualTo("ended, exit code 2"));
    assertThat(GatewayRestart.of(List.of(ended("Error", 1, null)))).isEmpty();
  }

  private static Pod ended(String reason, int code, String time) {
    return new PodBuilder().withNewStatus().addNewContainerStatus().withNewLastState().withNewTerminated()
        .withReason(reason).withExitCode(code).withFinishedAt(time).endTerminated().endLastState().endContainerStatus()
        .endStatus().build();
  }
}
