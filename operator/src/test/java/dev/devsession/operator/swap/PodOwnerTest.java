package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.WorkloadRef;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A pod's owner is the workload that people know. */
class PodOwnerTest {
  private static final String HASH = "pod-template-hash";

  @Test
  void aReplicaSetOfADeploymentStandsForTheDeployment() {
    assertThat(PodOwner.of(pod("ReplicaSet", "orders-7d4", Map.of(HASH, "7d4")))).hasToString("Deployment/orders");
    assertThat(PodOwner.of(pod("ReplicaSet", "orders-7d4", Map.of("rollouts-" + HASH, "7d4"))))
        .hasToString("Rollout/orders");
  }

  @Test
  void othersAreToldAsTheyAre() {
    assertThat(PodOwner.of(pod("ReplicaSet", "orders", Map.of()))).hasToString("ReplicaSet/orders");
    assertThat(PodOwner.of(pod("ReplicaSet", "orders-x", Map.of(HASH, "7d4")))).hasToString("ReplicaSet/orders-x");
    assertThat(PodOwner.of(pod("DaemonSet", "agent", null))).hasToString("DaemonSet/agent");
    assertThat(PodOwner.of(new PodBuilder().withNewMetadata().withName("p").endMetadata().build()))
        .hasToString("Pod/p");
  }

  @Test
  void aPodIsOfTheWorkloadThatOwnsIt() {
    var orders = workload("apps/v1", "Deployment");
    assertThat(new PodOwner("Deployment", "orders").isOf(orders)).isTrue();
    assertThat(new PodOwner("Deployment", "canary").isOf(orders)).isFalse();
    assertThat(new PodOwner("ReplicaSet", "orders").isOf(orders)).isFalse();
    assertThat(new PodOwner("DaemonSet", "orders").isOf(orders)).isFalse();
  }

  /** They may have sets of sets, of names that only they know. */
  @Test
  void podsOfAnUnknownKindsUnknownSetsMayBeItsOwn() {
    var fleet = workload("example.org/v1", "Fleet");
    assertThat(new PodOwner("FleetSet", "x").isOf(fleet)).isTrue();
    assertThat(new PodOwner("ReplicaSet", "x").isOf(fleet)).isTrue();
    assertThat(new PodOwner("DaemonSet", "x").isOf(fleet)).isFalse();
    assertThat(new PodOwner("Pod", "x").isOf(fleet)).isFalse();
  }

  private static Workload workload(String apiVersion, String kind) {
    return new Workload(new WorkloadRef(apiVersion, kind, "orders"), new ObjectMeta(), 1, 1, Map.of(), List.of());
  }

  private static Pod pod(String kind, String owner, Map<String, String> labels) {
    return new PodBuilder().withNewMetadata().withName("p").withLabels(labels).addNewOwnerReference()
        .withController(false).withKind("Other").withName("other").endOwnerReference().addNewOwnerReference()
        .withController(true).withKind(kind).withName(owner).endOwnerReference().endMetadata().build();
  }
}
