package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.ConditionReason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The Swap of a restored workload stays until the last proxy pod is gone: until then callers may reach the machine. */
class ProxyDrainingTest {
  private final Scene scene = new Scene();

  @Test
  void swapWaitsForTheProxysPods() {
    givenRestoredWorkload();

    scene.proxyPods = List.of(endingProxy(Duration.ofSeconds(20)));

    assertThat(scene.decide().step()).isInstanceOf(Step.Wait.class);
    assertThat(scene.decide().reason()).isEqualTo(ConditionReason.ProxyDraining);
    assertThat(scene.decide().says().message()).contains("devsession-orders-x");
  }

  @Test
  void statusOfADrainingSwapKeepsTheHolderAndForgetsTheOriginal() {
    givenRestoredWorkload();
    scene.proxyPods = List.of(endingProxy(Duration.ofSeconds(20)));

    scene.executeStep();

    assertThat(scene.swap.getStatus().holder()).isEqualTo("ada");
    assertThat(scene.swap.getStatus().mark()).isNull();
    assertThat(scene.swap.getStatus().originalReplicas()).isNull();
  }

  @Test
  void swapGoesWhenTheLastPodIsGone() {
    givenRestoredWorkload();

    scene.proxyPods = List.of();

    assertThat(scene.decide().step()).isInstanceOf(Step.DeleteSwap.class);
  }

  @Test
  void podThatItsNodeShouldHaveEndedIsNotWaitedFor() {
    givenRestoredWorkload();

    scene.proxyPods = List.of(endingProxy(Duration.ofSeconds(-10)));

    assertThat(scene.decide().step()).isInstanceOf(Step.DeleteSwap.class);
  }

  @Test
  void sessionThatTakesOverMeanwhileIsServed() {
    givenRestoredWorkload();
    scene.proxyPods = List.of(endingProxy(Duration.ofSeconds(20)));

    scene.claim("bob");

    assertThat(scene.decide().step()).isInstanceOf(Step.ApplyProxy.class);
  }

  private void givenRestoredWorkload() {
    scene.runUntilNothingChanges();
    assertThat(scene.decide().reason()).isEqualTo(ConditionReason.Swapped);
    scene.claim();
    scene.runUntil(Step.DeleteSwap.class);
  }

  /** @param left until the pod's grace period is over */
  private Pod endingProxy(Duration left) {
    return new PodBuilder().withNewMetadata().withName("devsession-orders-x")
        .withDeletionTimestamp(scene.now.plus(left).toString()).endMetadata().build();
  }
}
