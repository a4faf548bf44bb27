package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.api.v1alpha1.SwapSpec;
import dev.devsession.api.v1alpha1.Transport;
import dev.devsession.api.v1alpha1.TransportType;
import dev.devsession.api.v1alpha1.WorkloadRef;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pods behind the Service that aren't the workload's, and other Services before its pods. */
class OtherPodsTest {
  private static final Map<String, PodOwner> DAEMON = Map.of("agent-x", new PodOwner("DaemonSet", "agent"));
  private static final WorkloadRef ORDERS = new WorkloadRef("apps/v1", "Deployment", "orders");
  private final Scene scene = new Scene();

  @Test
  void aDaemonSetBesideTheDeploymentIsAmbiguousBeforeAnythingIsMade() {
    scene.around.otherPods = DAEMON;
    assertThat(scene.decide()).satisfies(d -> assertThat(d.step()).isInstanceOf(Step.Wait.class))
        .satisfies(d -> assertThat(d.refusal().reason()).isEqualTo(ConditionReason.WorkloadAmbiguous))
        .satisfies(d -> assertThat(d.refusal().message()).contains("DaemonSet/agent and Deployment/orders",
            "workloadRef"));
  }

  @Test
  void theWorkloadsOwnPodsAreNone() {
    scene.around.otherPods = Map.of("orders-1", new PodOwner("Deployment", "orders"));
    assertThat(scene.decide().step()).isInstanceOf(Step.ApplyProxy.class);
  }

  @Test
  void aNamedWorkloadIsReplacedAndTheOthersAnswerTheirShare() {
    scene.around.otherPods = DAEMON;
    claim(ORDERS);
    run();
    assertThat(scene.orders.getSpec().getReplicas()).isZero();
    assertThat(scene.decide()).returns(ConditionReason.Swapped, Decision::reason)
        .satisfies(d -> assertThat(d.says().message()).contains("DaemonSet/agent", "share"));
  }

  @Test
  void podsOfOthersAreNeverCalledTerminating() {
    scene.around.otherPods = DAEMON;
    claim(ORDERS);
    while (!(scene.decide().step() instanceof Step.ScaleDown)) {
      scene.executeStep();
      scene.proxyReady = true;
    }
    assertThat(scene.decide().says().message()).contains("orders-1").doesNotContain("agent-x");
  }

  /** A job with the workload's labels must not end the session each time that it runs. */
  @Test
  void aPodThatComesLaterIsToldAndEndsNothing() {
    run();
    scene.around.otherPods = Map.of("report-x", new PodOwner("Job", "report"));
    assertThat(scene.decide()).returns(ConditionReason.Swapped, Decision::reason)
        .returns(null, Decision::refusal)
        .satisfies(d -> assertThat(d.step()).isInstanceOf(Step.Wait.class))
        .satisfies(d -> assertThat(d.says().message()).contains("Job/report, which answer their share"));
  }

  @Test
  void aDaemonSetAloneIsNamedWithAWayOut() {
    scene.orders = null;
    scene.originalPods = java.util.Set.of();
    scene.around.otherPods = DAEMON;
    assertThat(scene.decide().refusal().message()).contains("DaemonSet/agent", "can't scale to zero", "Deployment");
    assertThat(scene.decide().refusal().reason()).isEqualTo(ConditionReason.WorkloadNotFound);
  }

  @Test
  void aReplicaSetAloneIsLedToTheChartsKinds() {
    scene.orders = null;
    scene.originalPods = java.util.Set.of();
    scene.around.otherPods = Map.of("set-x", new PodOwner("ReplicaSet", "set"));
    assertThat(scene.decide().refusal().message()).contains("ReplicaSet/set", "Deployment, StatefulSet",
        "workloadKinds");
    assertThat(scene.decide().refusal().reason()).isEqualTo(ConditionReason.WorkloadKindUnknown);
  }

  @Test
  void servicesOfTheSamePodsAreNamed() {
    scene.around.otherServices = List.of(scene.service, new ServiceBuilder(scene.service).editMetadata()
        .withName("orders-admin").endMetadata().build(),
        new ServiceBuilder(scene.service).editMetadata()
            .withName("stock").endMetadata().editSpec().withSelector(Map.of("app", "stock")).endSpec().build());
    run();
    assertThat(scene.decide().says().message()).contains("lead to the machine too: orders-admin.");
  }

  private void claim(WorkloadRef ref) {
    scene.swap.setSpec(new SwapSpec(List.of(new Claim("ada", SwapMode.Replace, ref, List.of(),
        new Transport(TransportType.Direct, "192.0.2.1")))));
  }

  private void run() {
    for (var i = 0; i < 10; i++) {
      scene.runControllers();
      scene.executeStep();
    }
  }
}
