package dev.devsession.operator.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Reads from the gateway's pods whether a machine is connected. */
class GatewayStateTest {
  @Test
  void readyPodMeansAConnectedMachine() {
    assertThat(GatewayState.of(null, List.of(idle("old", 1), connected("new", 2))))
        .isEqualTo(new GatewayState.Connected(Optional.of("new")));
  }

  @Test
  void newestRunningPodIsDialedWhileAnOlderOneIsConnected() {
    assertThat(GatewayState.of(null, List.of(connected("old", 1), idle("new", 2))))
        .isEqualTo(new GatewayState.Connected(Optional.of("new")));
    assertThat(GatewayState.of(null, List.of(connected("old", 1), pod("new", 2))))
        .isEqualTo(new GatewayState.Connected(Optional.of("old")));
  }

  @Test
  void machineStaysConnectedWhileItsPodIsReplaced() {
    var ending = new PodBuilder(connected("old", 1)).editMetadata().withDeletionTimestamp("2026-01-01T00:00:09Z")
        .endMetadata().build();

    assertThat(GatewayState.of(null, List.of(ending))).isEqualTo(new GatewayState.Connected(Optional.empty()));
    assertThat(GatewayState.of(null, List.of(ending, idle("new", 2))))
        .isEqualTo(new GatewayState.Connected(Optional.of("new")));
  }

  @Test
  void terminatingPodWithoutAMachineDoesNotCount() {
    var ending = new PodBuilder(idle("old", 1)).editMetadata().withDeletionTimestamp("2026-01-01T00:00:09Z")
        .endMetadata().build();

    assertThat(GatewayState.of(null, List.of(ending))).isEqualTo(new GatewayState.Starting(Optional.empty()));
  }

  @Test
  void agentConnectsToTheNewestPod() {
    assertThat(GatewayState.of(null, List.of(idle("old", 1), pod("new", 2))).podName()).contains("new");
  }

  @Test
  void podThatCannotStartIsReportedWithItsCause() {
    var failing = new PodBuilder(pod("gw", 1)).withNewStatus().addNewContainerStatus().withNewState().withNewWaiting()
        .withReason("ErrImagePull").withMessage("not found").endWaiting().endState().endContainerStatus().endStatus()
        .build();
    assertThat(GatewayState.of(null, List.of(failing)))
        .isEqualTo(new GatewayState.Failing("pod gw: ErrImagePull: not found"));
  }

  private static Pod connected(String name, int second) {
    return running(name, second, "True");
  }

  private static Pod idle(String name, int second) {
    return running(name, second, "False");
  }

  /** A node may come, so it isn't failing. */
  @Test
  void unscheduledPodSaysWhatTheSchedulerSays() {
    var pending = new PodBuilder(pod("gw", 1)).withNewStatus().addNewCondition().withType("PodScheduled")
        .withStatus("False").withReason("Unschedulable").withMessage("0/1 nodes are available").endCondition()
        .endStatus().build();
    assertThat(GatewayState.of(null, List.of(pending))).isEqualTo(new GatewayState.Starting(Optional.of("gw"),
        Optional.of("pod gw: Unschedulable: 0/1 nodes are available")));
  }

  private static Pod running(String name, int second, String ready) {
    return new PodBuilder(pod(name, second)).withNewStatus().addNewCondition().withType("Ready")
        .withStatus(ready).endCondition().addNewContainerStatus().withNewState().withNewRunning()
        .endRunning().endState().endContainerStatus().endStatus().build();
  }

  private static Pod pod(String name, int second) {
    return new PodBuilder().withNewMetadata().withName(name).withCreationTimestamp("2026-01-01T00:00:0" + second + "Z")
        .endMetadata().build();
  }
}
