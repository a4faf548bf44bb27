package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Names;
import dev.devsession.api.v1alpha1.Reason;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each state of one swap leads to its one next step. */
class SwapPlanTest {
  private final Scene scene = new Scene();

  @Test
  void proxyComesFirstAndTheOriginalGoesOnMeanwhile() {
    assertThat(scene.decide().step()).isInstanceOf(Step.PutProxy.class);
    scene.take(scene.decide(), true);
    assertThat(scene.decide()).returns(Reason.ProxyStarting, Decision::reason)
        .satisfies(d -> assertThat(d.step()).isInstanceOf(Step.Wait.class));
    assertThat(scene.orders.getSpec().getReplicas()).isEqualTo(3);
  }

  @Test
  void originalIsPutToSleepOnlyBehindAReadyProxy() {
    scene.take(scene.decide(), true);
    scene.proxyReady = true;
    scene.take(scene.decide(), true); // routes confirmed
    assertThat(scene.decide().step()).isInstanceOf(Step.Sleep.class);
  }

  @Test
  void swappedOnlyWhenNoPodOfTheOriginalIsLeft() {
    swapUpToSleep();
    scene.originalPods = Set.of("orders-2");
    assertThat(scene.decide()).returns(Reason.OriginalStopping, Decision::reason).returns(
        "The proxy answers; pods still ending: orders-2.",
        Decision::message);
    scene.originalPods = Set.of();
    assertThat(scene.decide().reason()).isEqualTo(Reason.Swapped);
  }

  @Test
  void proxyStaysUntilTheOriginalIsBack() {
    swapUpToSleep();
    scene.settle();
    scene.take(scene.decide(), true);
    scene.claim();
    assertThat(scene.decide().step()).isInstanceOf(Step.Wake.class);
    scene.take(scene.decide(), true);
    assertThat(scene.decide()).returns(Reason.OriginalStarting, Decision::reason)
        .satisfies(d -> assertThat(d.step()).isInstanceOf(Step.Wait.class));
    scene.settle();
    assertThat(scene.decide().step()).isInstanceOf(Step.RemoveProxy.class);
    scene.take(scene.decide(), true);
    assertThat(scene.decide().step()).isInstanceOf(Step.DeleteSwap.class);
    scene.take(scene.decide(), true);
    assertThat(scene.decide().step()).isInstanceOf(Step.Finish.class);
  }

  @Test
  void originalThatDoesNotComeBackHoldsNobodyForEver() {
    swapUpToSleep();
    scene.settle();
    scene.take(scene.decide(), true);
    scene.claim();
    scene.take(scene.decide(), true);
    assertThat(scene.decide().recheck()).isEqualTo(RestorePlan.PATIENCE);
    scene.now = scene.now.plus(RestorePlan.PATIENCE).plus(Duration.ofSeconds(1));
    assertThat(scene.decide().step()).isInstanceOf(Step.RemoveProxy.class);
  }

  @Test
  void handOverKeepsTheOriginalAsleep() {
    swapUpToSleep();
    scene.settle();
    scene.claim("bob");
    assertThat(scene.decide().reason()).isEqualTo(Reason.Swapped);
  }

  @Test
  void someoneElsesScalingIsReportedAndNotFought() {
    swapUpToSleep();
    scene.settle();
    scene.scale(2);
    assertThat(scene.decide()).returns(Reason.OriginalScaledUp, Decision::reason)
        .satisfies(d -> assertThat(d.step()).isInstanceOf(Step.Wait.class));
    scene.claim();
    scene.take(scene.decide(), true);
    assertThat(scene.orders.getSpec().getReplicas()).isEqualTo(2);
  }

  @Test
  void vanishedServiceGivesTheWorkloadBack() {
    swapUpToSleep();
    scene.settle();
    scene.service = null;
    assertThat(scene.decide()).satisfies(d -> assertThat(d.step()).isInstanceOf(Step.Wake.class))
        .satisfies(d -> assertThat(d.refusal().reason()).isEqualTo(Reason.ServiceNotFound));
  }

  @Test
  void unreadableMarkIsLeftAlone() {
    scene.orders.getMetadata().getAnnotations().put(Names.ORIGINAL_ANNOTATION, "nonsense");
    assertThat(scene.decide()).satisfies(d -> assertThat(d.refusal().reason()).isEqualTo(Reason.MarkUnreadable))
        .satisfies(d -> assertThat(d.step()).isInstanceOf(Step.Wait.class));
  }

  @Test
  void foreignObjectWithTheProxysNameIsNotTouched() {
    scene.config = new ConfigMapBuilder().withNewMetadata().withName("devsession-orders").withOwnerReferences(List.of())
        .endMetadata().build();
    assertThat(scene.decide().refusal().reason()).isEqualTo(Reason.ProxyNameTaken);
  }

  private void swapUpToSleep() {
    scene.take(scene.decide(), true);
    scene.proxyReady = true;
    scene.take(scene.decide(), true);
    scene.take(scene.decide(), true);
    assertThat(scene.orders.getSpec().getReplicas()).isZero();
  }
}
