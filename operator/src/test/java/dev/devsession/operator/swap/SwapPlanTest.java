package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.operator.status.Conditions;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each state of one swap leads to exactly one next step. */
class SwapPlanTest {
  private final Scene scene = new Scene();

  @Test
  void proxyRoutesAndAutoscalersComeBeforeTheOriginalIsScaledDown() {
    var before = scene.runUntil(Step.ScaleDown.class);

    assertThat(before).containsExactly(Step.ApplyProxy.class, Step.ConfirmRoutes.class, Step.PauseAutoscalers.class);
    assertThat(replicas()).isEqualTo(3);
  }

  @Test
  void originalKeepsRunningWhileTheProxyStarts() {
    scene.runUntil(Step.ApplyProxy.class);
    scene.executeStep();

    scene.proxyReady = false;

    assertThat(scene.decide()).returns(ConditionReason.ProxyStarting, Decision::reason)
        .returns(new Step.Wait(), Decision::step);
    assertThat(replicas()).isEqualTo(3);
  }

  @Test
  void swappedOnlyWhenNoPodOfTheOriginalIsLeft() {
    scaleDownOriginal();

    scene.originalPods = Set.of("orders-2");
    assertThat(scene.decide()).returns(ConditionReason.OriginalStopping, Decision::reason)
        .returns("The proxy answers; these pods are still terminating: orders-2.", d -> d.says().message());

    scene.originalPods = Set.of();
    assertThat(scene.decide().reason()).isEqualTo(ConditionReason.Swapped);
  }

  @Test
  void proxyStaysUntilTheOriginalIsAvailable() {
    swapOriginal();

    scene.claim();
    assertThat(scene.decide().step()).isInstanceOf(Step.RestoreWorkload.class);

    scene.executeStep();
    assertThat(scene.decide()).returns(ConditionReason.OriginalStarting, Decision::reason)
        .returns(new Step.Wait(), Decision::step);

    scene.runControllers();
    assertThat(scene.runUntil(Step.Finish.class)).containsExactly(Step.RemoveProxy.class, Step.DeleteSwap.class);
  }

  @Test
  void proxyIsRemovedAfterTwoMinutesEvenIfTheOriginalIsNotAvailable() {
    swapOriginal();
    scene.claim();
    scene.executeStep();

    assertThat(scene.decide().recheck()).isEqualTo(RestorePlan.PATIENCE);

    scene.now = scene.now.plus(RestorePlan.PATIENCE).plus(Duration.ofSeconds(1));
    assertThat(scene.decide().step()).isInstanceOf(Step.RemoveProxy.class);
  }

  @Test
  void handOverKeepsTheOriginalScaledDown() {
    swapOriginal();

    scene.claim("bob");

    assertThat(scene.decide().reason()).isEqualTo(ConditionReason.Swapped);
    assertThat(replicas()).isZero();
  }

  @Test
  void replicasSetDuringASwapAreReportedAndScaledDownAgain() {
    swapOriginal();

    scene.scale(2, "kubectl");

    assertThat(scene.decide()).returns(ConditionReason.ReplicasChanged, Decision::reason)
        .satisfies(d -> assertThat(d.step()).isInstanceOf(Step.ScaleDown.class))
        .satisfies(d -> assertThat(d.says().message()).contains("kubectl", "2 replicas"));
    scene.runUntilNothingChanges();
    assertThat(replicas()).isZero();
  }

  @Test
  void replicasSetDuringASwapAreRestoredForTheirOwnerAfterIt() {
    swapOriginal();
    scene.scale(2, "kubectl");

    scene.runUntilNothingChanges();
    assertThat(scene.decide()).returns(ConditionReason.Swapped, Decision::reason)
        .satisfies(d -> assertThat(d.says().message()).contains("kubectl", "restores 2"));

    scene.claim();
    scene.executeStep();
    assertThat(replicas()).isEqualTo(2);
    assertThat(scene.owner()).isEqualTo("kubectl");
  }

  @Test
  void originalIsLeftToAControllerThatKeepsResettingIt() {
    swapOriginal();

    resetUntilGivenUp("argocd-controller");

    assertThat(replicas()).isEqualTo(3);
    assertThat(mark()).isEmpty();
    assertThat(scene.proxy).isNull();
    assertThat(driftFight()).get().matches(Condition::holds)
        .satisfies(c -> assertThat(c.message()).contains("RespectIgnoreDifferences"));
  }

  @Test
  void pauseDoublesAfterEachFailedAttempt() {
    var first = DriftPauses.DEFAULT.first();
    swapOriginal();

    resetUntilGivenUp("argocd-controller");
    assertThat(nextAttempt()).isEqualTo(scene.now.plus(first));

    scene.now = scene.now.plus(first);
    scene.runUntilNothingChanges();
    assertThat(scene.decide().reason()).isEqualTo(ConditionReason.Swapped);

    scene.scale(3, "argocd-controller");
    scene.executeStep();
    assertThat(nextAttempt()).isEqualTo(scene.now.plus(first.multipliedBy(2)));
  }

  @Test
  void driftFightIsOverAfterAQuietPeriod() {
    swapOriginal();
    resetUntilGivenUp("argocd-controller");
    scene.now = scene.now.plus(DriftPauses.DEFAULT.first());
    scene.runUntilNothingChanges();

    scene.now = scene.now.plus(DriftPauses.DEFAULT.quiet());
    scene.executeStep();

    assertThat(scene.swap.getStatus().resets()).isNull();
    assertThat(driftFight()).get().returns("Undisturbed", Condition::reason).matches(c -> !c.holds());
  }

  @Test
  void changedAnnotationOnTheWorkloadStartsTheNextAttemptWithoutAPause() {
    swapOriginal();
    resetUntilGivenUp("kustomize-controller");
    assertThat(scene.decide().reason()).isEqualTo(ConditionReason.GivenUp);

    scene.orders.getMetadata().getAnnotations().put("kustomize.toolkit.fluxcd.io/ssa", "Ignore");

    assertThat(scene.decide().step()).isInstanceOf(Step.ApplyProxy.class);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "nonsense")
  void removedOrUnreadableMarkIsRewrittenBeforeAnythingElse(String damaged) {
    swapOriginal();
    var mark = mark().orElseThrow();
    scene.claim();

    scene.setMark(damaged);

    assertThat(scene.decide().step()).isEqualTo(new Step.RewriteMark(Workload.of(scene.orders), mark));
    assertThat(scene.decide().recheck()).isNotNull();
    scene.executeStep();
    assertThat(mark()).contains(mark);
  }

  @Test
  void deletedServiceIsRefusedAndTheWorkloadRestored() {
    swapOriginal();

    scene.service = null;

    assertThat(scene.decide()).satisfies(d -> assertThat(d.step()).isInstanceOf(Step.RestoreWorkload.class))
        .returns(ConditionReason.ServiceNotFound, d -> d.refusal().reason());
  }

  @Test
  void proxyLeavesAServiceWhoseWorkloadMayNotBeScaledDown() {
    scene.runUntil(Step.ScaleDown.class);

    scene.refuse(scene.decide(), "house rule");

    assertThat(replicas()).isEqualTo(3);
    scene.runUntilNothingChanges();
    assertThat(scene.proxy).isNull();
    assertThat(scene.decide().refusal()).returns(ConditionReason.ScaleDownRefused, ReasonedMessage::reason)
        .satisfies(why -> assertThat(why.message()).contains("Deployment/orders", "house rule", "00:05:00Z"));

    scene.now = scene.now.plus(RefusedStep.PAUSE);
    assertThat(scene.decide().step()).isInstanceOf(Step.ApplyProxy.class);
  }

  @Test
  void refusedProxyIsReportedAndTriedAgain() {
    scene.refuse(scene.decide(), "exceeded quota");

    assertThat(Conditions.find(scene.swap.getStatus().conditions(), ConditionType.Swapped)).get()
        .returns("Forbidden", Condition::reason).satisfies(c -> assertThat(c.message()).contains("exceeded quota"));
    assertThat(scene.decide().step()).isInstanceOf(Step.ApplyProxy.class);
  }

  @Test
  void workloadWithAnUnreadableMarkIsRefusedAndLeftAlone() {
    scene.setMark("nonsense");

    assertThat(scene.decide()).returns(ConditionReason.MarkUnreadable, d -> d.refusal().reason())
        .returns(new Step.Wait(), Decision::step);
  }

  @Test
  void foreignObjectWithTheProxysNameIsRefused() {
    scene.config = new ConfigMapBuilder().withNewMetadata().withName("devsession-orders").withOwnerReferences(List.of())
        .endMetadata().build();

    assertThat(scene.decide().refusal().reason()).isEqualTo(ConditionReason.ProxyNameTaken);
  }

  private void scaleDownOriginal() {
    scene.runUntil(Step.ScaleDown.class);
    scene.executeStep();
    assertThat(replicas()).isZero();
  }

  private void swapOriginal() {
    scaleDownOriginal();
    scene.runUntilNothingChanges();
    assertThat(scene.decide().reason()).isEqualTo(ConditionReason.Swapped);
  }

  private void resetUntilGivenUp(String manager) {
    for (var i = 0; i < Drift.LIMIT; i++) {
      scene.runUntilNothingChanges();
      scene.now = scene.now.plusSeconds(5);
      scene.scale(3, manager);
    }
    scene.runUntilNothingChanges();
    assertThat(scene.decide().reason()).isEqualTo(ConditionReason.GivenUp);
  }

  private int replicas() {
    return scene.orders.getSpec().getReplicas();
  }

  private Optional<String> mark() {
    return Workload.of(scene.orders).markText();
  }

  private Instant nextAttempt() {
    return Instant.parse(scene.swap.getStatus().resets().retryTime());
  }

  private Optional<Condition> driftFight() {
    return Conditions.find(scene.swap.getStatus().conditions(), ConditionType.DriftFight);
  }
}
