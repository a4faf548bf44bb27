package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.operator.status.Conditions;
import dev.devsession.restore.Workload;
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
    assertThat(scene.decide().step()).isInstanceOf(Step.ApplyProxy.class);
    scene.take(scene.decide(), true);
    assertThat(scene.decide()).returns(ConditionReason.ProxyStarting, Decision::reason)
        .satisfies(d -> assertThat(d.step()).isInstanceOf(Step.Wait.class));
    assertThat(scene.orders.getSpec().getReplicas()).isEqualTo(3);
  }

  @Test
  void originalIsPutToSleepOnlyBehindAReadyProxy() {
    scene.take(scene.decide(), true);
    scene.proxyReady = true;
    scene.take(scene.decide(), true); // routes confirmed
    assertThat(scene.decide().step()).isInstanceOf(Step.PauseAutoscalers.class);
    scene.take(scene.decide(), true);
    assertThat(scene.decide().step()).isInstanceOf(Step.ScaleDown.class);
  }

  @Test
  void swappedOnlyWhenNoPodOfTheOriginalIsLeft() {
    swapUpToSleep();
    scene.originalPods = Set.of("orders-2");
    assertThat(scene.decide()).returns(ConditionReason.OriginalStopping, Decision::reason).returns(
        "The proxy answers; these pods are still terminating: orders-2.",
        d -> d.says().message());
    scene.originalPods = Set.of();
    assertThat(scene.decide().reason()).isEqualTo(ConditionReason.Swapped);
  }

  @Test
  void proxyStaysUntilTheOriginalIsBack() {
    swapUpToSleep();
    scene.settle();
    scene.take(scene.decide(), true);
    scene.claim();
    assertThat(scene.decide().step()).isInstanceOf(Step.RestoreWorkload.class);
    scene.take(scene.decide(), true);
    assertThat(scene.decide()).returns(ConditionReason.OriginalStarting, Decision::reason)
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
    assertThat(scene.decide().reason()).isEqualTo(ConditionReason.Swapped);
  }

  @Test
  void whatSomebodySetsMeanwhileIsKeptForAfterwards() {
    swapUpToSleep();
    settleAndLook();
    scene.scale(2, "kubectl");
    assertThat(scene.decide()).returns(ConditionReason.ReplicasChanged, Decision::reason)
        .satisfies(d -> assertThat(d.step()).isInstanceOf(Step.ScaleDown.class))
        .satisfies(d -> assertThat(d.says().message()).contains("kubectl", "2 replicas"));
    scene.take(scene.decide(), true);
    assertThat(scene.orders.getSpec().getReplicas()).isZero();
    settleAndLook();
    settleAndLook();
    assertThat(scene.decide()).returns(ConditionReason.Swapped, Decision::reason)
        .satisfies(d -> assertThat(d.says().message()).contains("kubectl", "restores 2"));
    scene.claim();
    scene.take(scene.decide(), true);
    assertThat(scene.orders.getSpec().getReplicas()).isEqualTo(2);
    assertThat(scene.owner()).isEqualTo("kubectl");
  }

  @Test
  void whoeverGoesOnResettingGetsTheWorkloadForGrowingIntervals() {
    swapUpToSleep();
    resetUntilGivenUp("argocd-controller");
    assertThat(scene.swap.getStatus().resets().retryTime())
        .isEqualTo(scene.now.plus(DriftPauses.DEFAULT.first()).toString());
    assertThat(scene.orders.getSpec().getReplicas()).isEqualTo(3);
    assertThat(scene.orders.getMetadata().getAnnotations()).doesNotContainKey(Annotations.ORIGINAL);
    assertThat(scene.proxy).isNull();
    assertThat(Conditions.find(scene.swap.getStatus().conditions(), ConditionType.DriftFight)).get()
        .matches(Condition::holds).satisfies(c -> assertThat(c.message()).contains("RespectIgnoreDifferences"));

    scene.now = scene.now.plus(DriftPauses.DEFAULT.first());
    run();
    assertThat(scene.decide().reason()).isEqualTo(ConditionReason.Swapped);
    scene.scale(3, "argocd-controller");
    scene.take(scene.decide(), true);
    assertThat(scene.swap.getStatus().resets().retryTime())
        .isEqualTo(scene.now.plus(DriftPauses.DEFAULT.first().multipliedBy(2)).toString());
  }

  @Test
  void aFightIsOverWhenNothingHappensForAWhile() {
    swapUpToSleep();
    resetUntilGivenUp("argocd-controller");
    scene.now = scene.now.plus(DriftPauses.DEFAULT.first());
    run();
    scene.now = scene.now.plus(DriftPauses.DEFAULT.quiet());
    scene.take(scene.decide(), true);
    assertThat(scene.swap.getStatus().resets()).isNull();
    assertThat(Conditions.find(scene.swap.getStatus().conditions(), ConditionType.DriftFight)).get()
        .returns("Undisturbed", Condition::reason).matches(c -> !c.holds());
  }

  @Test
  void aChangedAnnotationOnTheWorkloadIsAReasonToTryAgainAtOnce() {
    swapUpToSleep();
    resetUntilGivenUp("kustomize-controller");
    assertThat(scene.decide().reason()).isEqualTo(ConditionReason.GivenUp);
    scene.orders.getMetadata().getAnnotations().put("kustomize.toolkit.fluxcd.io/ssa", "Ignore");
    assertThat(scene.decide().step()).isInstanceOf(Step.ApplyProxy.class);
  }

  @Test
  void markThatSomebodySpoiltIsWrittenAgain() {
    swapUpToSleep();
    settleAndLook();
    var mark = Workload.of(scene.orders).markText().orElseThrow();
    for (var spoilt : new String[]{null, "nonsense"}) {
      scene.mark(spoilt);
      scene.claim();
      assertThat(scene.decide().step()).isEqualTo(new Step.RewriteMark(Workload.of(scene.orders), mark));
      assertThat(scene.decide().recheck()).isNotNull();
      scene.take(scene.decide(), true);
      assertThat(Workload.of(scene.orders).markText()).contains(mark);
    }
  }

  @Test
  void vanishedServiceGivesTheWorkloadBack() {
    swapUpToSleep();
    scene.settle();
    scene.service = null;
    assertThat(scene.decide()).satisfies(d -> assertThat(d.step()).isInstanceOf(Step.RestoreWorkload.class))
        .satisfies(d -> assertThat(d.refusal().reason()).isEqualTo(ConditionReason.ServiceNotFound));
  }

  @Test
  void theProxyLeavesAServiceWhoseWorkloadMayNotBeScaledDown() {
    swapUpToScaleDown();
    scene.refuse(scene.decide(), "house rule");
    assertThat(scene.orders.getSpec().getReplicas()).isEqualTo(3);
    run();
    assertThat(scene.proxy).isNull();
    assertThat(scene.decide().refusal()).returns(ConditionReason.ScaleDownRefused, ReasonedMessage::reason)
        .satisfies(why -> assertThat(why.message()).contains("Deployment/orders", "house rule", "00:05:00Z"));
    scene.now = scene.now.plus(RefusedStep.PAUSE);
    assertThat(scene.decide().step()).isInstanceOf(Step.ApplyProxy.class);
  }

  @Test
  void aRefusedProxyIsToldAndTriedAgain() {
    scene.refuse(scene.decide(), "exceeded quota");
    assertThat(Conditions.find(scene.swap.getStatus().conditions(), ConditionType.Swapped)).get()
        .returns("Forbidden", Condition::reason).satisfies(c -> assertThat(c.message()).contains("exceeded quota"));
    assertThat(scene.decide().step()).isInstanceOf(Step.ApplyProxy.class);
  }

  @Test
  void unreadableMarkIsLeftAlone() {
    scene.orders.getMetadata().getAnnotations().put(Annotations.ORIGINAL, "nonsense");
    assertThat(scene.decide())
        .satisfies(d -> assertThat(d.refusal().reason()).isEqualTo(ConditionReason.MarkUnreadable))
        .satisfies(d -> assertThat(d.step()).isInstanceOf(Step.Wait.class));
  }

  @Test
  void foreignObjectWithTheProxysNameIsNotTouched() {
    scene.config = new ConfigMapBuilder().withNewMetadata().withName("devsession-orders").withOwnerReferences(List.of())
        .endMetadata().build();
    assertThat(scene.decide().refusal().reason()).isEqualTo(ConditionReason.ProxyNameTaken);
  }

  private void settleAndLook() {
    scene.settle();
    scene.take(scene.decide(), true);
  }

  private void run() {
    for (var i = 0; i < 10; i++) {
      settleAndLook();
    }
  }

  private void resetUntilGivenUp(String writer) {
    for (var i = 0; i < Drift.LIMIT; i++) {
      run();
      scene.now = scene.now.plusSeconds(5);
      scene.scale(3, writer);
    }
    run();
  }

  private void swapUpToSleep() {
    swapUpToScaleDown();
    scene.take(scene.decide(), true);
    assertThat(scene.orders.getSpec().getReplicas()).isZero();
  }

  private void swapUpToScaleDown() {
    scene.take(scene.decide(), true);
    scene.proxyReady = true;
    scene.take(scene.decide(), true); // routes confirmed
    scene.take(scene.decide(), true); // autoscalers paused
    assertThat(scene.decide().step()).isInstanceOf(Step.ScaleDown.class);
  }
}
