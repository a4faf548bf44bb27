package dev.devsession.operator.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.Resets;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwapStatus;
import dev.devsession.operator.drift.Stage.TestNamespace;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A swapped workload that another controller keeps resetting: it is left to that controller, and nothing is lost. */
@ExtendWith(Stage.Extension.class)
@Execution(ExecutionMode.CONCURRENT)
class DriftIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static Stage stage;

  @BeforeAll
  static void start(Stage shared) {
    stage = shared;
  }

  @ParameterizedTest
  @EnumSource
  void controllerThatKeepsResettingIsNamedAndGetsTheWorkloadUntilItHasItsIgnoreRule(ControllerKind kind) {
    var shop = stage.createNamespace();
    try (var controller = kind.create(shop.client(), shop.namespace())) {
      // given a workload that the controller owns
      controller.start();
      var before = awaitOwnedBy(controller, shop);
      var resetsBefore = controller.resetCount();

      // when a session swaps it
      shop.createSession();

      // then the conditions name the controller and its ignore rule, and the workload is left to it
      var fight = awaitDriftFight(shop);
      assertThat(controller.resetCount()).isGreaterThanOrEqualTo(resetsBefore + 3);
      var reset = resets(shop);
      assertThat(fight.message()).contains(controller.manager(), reset.count() + " times",
          IgnoreRules.advice(controller.manager(),
              reset.operation(), reset.subresource(), "apps/v1", "Deployment", shop.namespace(), "orders"));
      assertThat(shop.onSession("DriftFight"))
          .hasValueSatisfying(c -> assertThat(c.message()).contains(controller.manager()));
      awaitLeftToItsController(shop, before);

      // when the controller has the rule
      controller.addIgnoreRule();

      // then the swap succeeds without further resets
      shop.awaitReady(SOON);
      assertThat(shop.orders().replicas()).isZero();
      var resets = controller.resetCount();
      await().atMost(Duration.ofSeconds(150)).untilAsserted(() -> {
        assertThat(shop.onSwap("DriftFight")).hasValueSatisfying(DriftIT::isUndisturbed);
        assertThat(shop.onSession("DriftFight")).hasValueSatisfying(DriftIT::isUndisturbed);
      });
      assertThat(controller.resetCount()).isEqualTo(resets);

      // and the restored workload is exactly as before
      shop.deleteSession();
      await().atMost(SOON).untilAsserted(() -> assertThat(Snapshot.of(shop.orders())).isEqualTo(before));
      await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> controller.resetCount() == resets);
      assertThat(Snapshot.of(shop.orders())).isEqualTo(before);
    }
  }

  @Test
  void attemptsBecomeRarerAndASessionThatEndsBetweenThemLeavesNothing() {
    var shop = stage.createNamespace();
    try (var controller = ControllerKind.ARGO_SERVER_SIDE.create(shop.client(), shop.namespace())) {
      controller.start();
      var before = awaitOwnedBy(controller, shop);

      shop.createSession();

      assertThat(pauseAfterReset(3, shop)).isEqualTo(Stage.PAUSES.first());
      assertThat(pauseAfterReset(4, shop)).isEqualTo(Stage.PAUSES.first().multipliedBy(2));
      var resets = controller.resetCount();
      awaitLeftToItsController(shop, before);
      await().atMost(SOON).until(() -> Instant.now().isAfter(nextAttempt(shop).minusSeconds(1)));
      assertThat(controller.resetCount()).isEqualTo(resets);

      shop.deleteSession();
      assertThat(Snapshot.of(shop.orders())).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void exclusionAnnotationForFluxStartsTheNextAttemptWithoutAPause(FluxKustomization.Exclusion exclusion) {
    var shop = stage.createNamespace();
    try (var flux = ControllerKind.FLUX.create(shop.client(), shop.namespace())) {
      // given a swap that pauses for a while, because Flux keeps resetting the workload
      flux.start();
      var before = awaitOwnedBy(flux, shop);
      shop.createSession();
      awaitDriftFight(shop);
      awaitLeftToItsController(shop, before);
      assertThat(pauseAfterReset(5, shop)).isEqualTo(Stage.PAUSES.first().multipliedBy(4));
      awaitLeftToItsController(shop, before);
      var nextAttempt = nextAttempt(shop);

      // when a user annotates the workload
      annotate(shop.orders(), exclusion.key, exclusion.value);

      // then the swap succeeds before the pause is over
      shop.awaitReady(SOON);
      assertThat(Instant.now()).isBefore(nextAttempt.minusSeconds(5));

      shop.deleteSession();
      annotate(shop.orders(), exclusion.key, null);
      await().during(Duration.ofSeconds(2)).atMost(SOON)
          .untilAsserted(() -> assertThat(Snapshot.of(shop.orders())).isEqualTo(before));
    }
  }

  /**
   * Argo CD copies the 0 into what it applies, Flux leaves the field out; in both cases the replicas are restored to
   * their owner.
   */
  @ParameterizedTest
  @EnumSource(names = {"ARGO_CLIENT_SIDE", "ARGO_SERVER_SIDE", "FLUX"})
  void commitDuringASessionIsSyncedAsWithoutASession(ControllerKind kind) {
    var commit = Json.with(kind.manifest(), "/spec/minReadySeconds", 1);
    var shop = stage.createNamespace();
    var unswapped = stage.createNamespace();
    try (var tool = (GitOpsTool) kind.create(shop.client(), shop.namespace());
        var same = (GitOpsTool) kind.create(unswapped.client(), unswapped.namespace())) {
      // given a swapped workload and a tool with its ignore rule
      tool.start();
      tool.addIgnoreRule();
      awaitOwnedBy(tool, shop);
      shop.createSession();
      shop.awaitReady(SOON);

      // when the tool syncs a commit during the session
      tool.push(commit);
      await().atMost(SOON)
          .untilAsserted(() -> assertThat(Json.at(shop.orders().get(), "/spec/minReadySeconds")).isEqualTo(1));
      assertThat(shop.orders().replicas()).isZero();
      shop.deleteSession();

      // then the workload is as after the same commit without a session
      same.start();
      same.addIgnoreRule();
      awaitOwnedBy(same, unswapped);
      same.push(commit);
      await().atMost(SOON).untilAsserted(() -> assertThat(anywhere(shop)).isEqualTo(anywhere(unswapped)));
      assertThat(shop.events("ReplicasChanged")).isEmpty();
    }
  }

  /** A snapshot without what differs between any two objects, and without Argo CD's copy of what it applied. */
  private static Map<String, Object> anywhere(TestNamespace shop) {
    var whole = Snapshot.anywhere(shop.orders());
    Json.annotations(whole).remove(ArgoSelfHeal.LAST_APPLIED);
    return whole;
  }

  /** Waits until the controller has created the workload. @return the workload */
  private static Map<String, Object> awaitOwnedBy(CompetingController controller, TestNamespace shop) {
    await().atMost(SOON)
        .untilAsserted(() -> assertThat(shop.orders().owners()).containsExactly(controller.manager()));
    shop.awaitAvailable(shop.orders());
    return Snapshot.of(shop.orders());
  }

  private static Condition awaitDriftFight(TestNamespace shop) {
    await().atMost(SOON)
        .untilAsserted(() -> assertThat(shop.onSession("DriftFight")).as(shop::toString).hasValueSatisfying(c -> {
          assertThat(c.status()).isEqualTo("True");
          assertThat(c.reason()).isEqualTo("ResetByOthers");
        }));
    return shop.onSwap("DriftFight").orElseThrow();
  }

  /** Waits until the swap pauses: the workload is as before, and it has no proxy. */
  private static void awaitLeftToItsController(TestNamespace shop, Map<String, Object> before) {
    await().atMost(SOON).untilAsserted(() -> {
      assertThat(resets(shop).retryTime()).isNotNull();
      assertThat(shop.client().apps().deployments().inNamespace(shop.namespace()).withName("devsession-orders").get())
          .isNull();
      assertThat(Snapshot.of(shop.orders())).isEqualTo(before);
      assertThat(shop.onSwap("Swapped")).hasValueSatisfying(c -> assertThat(c.status()).isEqualTo("False"));
      assertThat(shop.onSession("Ready")).hasValueSatisfying(c -> assertThat(c.status()).isEqualTo("False"));
    });
  }

  private static void isUndisturbed(Condition condition) {
    assertThat(condition.status()).isEqualTo("False");
    assertThat(condition.reason()).isEqualTo("Undisturbed");
  }

  private static Resets resets(TestNamespace shop) {
    return shop.ordersSwap().orElseThrow().getStatus().resets();
  }

  private static Instant nextAttempt(TestNamespace shop) {
    return Instant.parse(resets(shop).retryTime());
  }

  /** How long the swap pauses after that many resets. */
  private static Duration pauseAfterReset(int reset, TestNamespace shop) {
    await().atMost(SOON).untilAsserted(() -> {
      assertThat(shop.ordersSwap().map(Swap::getStatus).map(SwapStatus::resets)).as(shop::toString)
          .hasValueSatisfying(r -> assertThat(r.count()).isEqualTo(reset));
      assertThat(resets(shop).retryTime()).isNotNull();
    });
    var resets = resets(shop);
    return Duration.between(Instant.parse(resets.lastTime()), Instant.parse(resets.retryTime()));
  }

  private static void annotate(LiveObject object, String key, String value) {
    var annotations = new HashMap<String, Object>();
    annotations.put(key, value);
    object.merge(Map.of("metadata", Map.of("annotations", annotations)), "kubectl-annotate");
  }
}
