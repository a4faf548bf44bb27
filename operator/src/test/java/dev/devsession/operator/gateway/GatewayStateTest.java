package dev.devsession.operator.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatewayStateTest {
  @Test
  void aReadyPodMeansAMachine() {
    assertThat(GatewayState.of(null, List.of(running("old", 1, false), running("new", 2, true))))
        .isEqualTo(new GatewayState.Connected(Optional.of("new")));
  }

  @Test
  void newestRunningPodIsDialedWhileAnOlderOneIsConnected() {
    assertThat(GatewayState.of(null, List.of(running("old", 1, true), running("new", 2, false))))
        .isEqualTo(new GatewayState.Connected(Optional.of("new")));
    assertThat(GatewayState.of(null, List.of(running("old", 1, true), pod("new", 2))))
        .isEqualTo(new GatewayState.Connected(Optional.of("old")));
  }

  @Test
  void machineStaysConnectedWhileItsPodIsReplaced() {
    var ending = new PodBuilder(running("old", 1, true)).editMetadata().withDeletionTimestamp("2026-01-01T00:00:09Z")
        .endMetadata().build();

    assertThat(GatewayState.of(null, List.of(ending))).isEqualTo(new GatewayState.Connected(Optional.empty()));
    assertThat(GatewayState.of(null, List.of(ending, running("new", 2, false))))
        .isEqualTo(new GatewayState.Connected(Optional.of("new")));
  }

  @Test
  void podThatEndsWithoutAMachineCountsForNothing() {
    var ending = new PodBuilder(running("old", 1, false)).editMetadata().withDeletionTimestamp("2026-01-01T00:00:09Z")
        .endMetadata().build();

    assertThat(GatewayState.of(null, List.of(ending))).isEqualTo(new GatewayState.Starting(Optional.empty()));
  }

  @Test
  void theNewestPodIsTheOneToConnectTo() {
    assertThat(GatewayState.of(null, List.of(running("old", 1, false), pod("new", 2))).podName()).contains("new");
  }

  @Test
  void aPodThatCantStartSaysWhy() {
    var failing = new PodBuilder(pod("gw", 1)).withNewStatus().addNewContainerStatus().withNewState().withNewWaiting()
        .withReason("ErrImagePull").withMessage("not found").endWaiting().endState().endContainerStatus().endStatus()
        .build();
    assertThat(GatewayState.of(null, List.of(failing)))
        .isEqualTo(new GatewayState.Failing("pod gw: ErrImagePull: not found"));
  }

  private static Pod running(String name, int second, boolean ready) {
    return new PodBuilder(pod(name, second)).withNewStatus().addNewCondition().withType("Ready")
        .withStatus(ready ? "True" : "False").endCondition().addNewContainerStatus().withNewState().withNewRunning()
        .endRunning().endState().endContainerStatus().endStatus().build();
  }

  private static Pod pod(String name, int second) {
    return new PodBuilder().withNewMetadata().withName(name).withCreationTimestamp("2026-01-01T00:00:0" + second + "Z")
        .endMetadata().build();
  }
}
