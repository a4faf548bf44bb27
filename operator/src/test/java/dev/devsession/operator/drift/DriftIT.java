package dev.devsession.operator.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwapStatus;
import dev.devsession.operator.drift.Stage.Place;
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

/** A swapped workload that others write to as well: no fight, no loss, and a way out that a person can take. */
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
  void whoeverResetsIsNamedGivenWayToAndSwappedWhenItsRuleIsThere(Rivals kind) {
    var place = stage.place();
    try (var rival = kind.of(place.client(), place.namespace())) {
      rival.start();
      var before = settled(place, rival);
      var made = rival.resets();
      place.swap();

      var fight = awaitFight(place);
      assertThat(rival.resets()).isGreaterThanOrEqualTo(made + 3);
      var reset = place.swapped().orElseThrow().getStatus().resets();
      assertThat(fight.message()).contains(rival.manager(), reset.count() + " times",
          IgnoreRules.advice(rival.manager(),
              reset.operation(), reset.subresource(), "apps/v1", "Deployment", place.namespace(), "orders"));
      assertThat(place.onSession("DriftFight"))
          .hasValueSatisfying(c -> assertThat(c.message()).contains(rival.manager()));
      awaitGivenWay(place, before);

      rival.addRule();
      place.awaitReady(SOON);
      assertThat(Json.at(place.orders().get(), "/spec/replicas")).isEqualTo(0);
      var resets = rival.resets();
      await().atMost(Duration.ofSeconds(150)).untilAsserted(() -> {
        assertThat(place.onSwap("DriftFight")).hasValueSatisfying(DriftIT::isUndisturbed);
        assertThat(place.onSession("DriftFight")).hasValueSatisfying(DriftIT::isUndisturbed);
      });
      assertThat(rival.resets()).isEqualTo(resets);

      place.end();
      await().atMost(SOON).untilAsserted(() -> assertThat(Snapshot.of(place.orders())).isEqualTo(before));
      await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> rival.resets() == resets);
      assertThat(Snapshot.of(place.orders())).isEqualTo(before);
    }
  }

  /** Without a rule the tries become rare, and nothing of them is left when the session ends in the middle. */
  @Test
  void triesBecomeRare() {
    var place = stage.place();
    try (var rival = Rivals.ARGO_SERVER_SIDE.of(place.client(), place.namespace())) {
      rival.start();
      var before = settled(place, rival);
      place.swap();
      assertThat(pause(place, 3)).isEqualTo(Stage.PAUSES.first());
      assertThat(pause(place, 4)).isEqualTo(Stage.PAUSES.first().multipliedBy(2));
      var resets = rival.resets();
      awaitGivenWay(place, before);
      await().atMost(SOON).until(() -> Instant.now().isAfter(Instant.parse(retry(place)).minusSeconds(1)));
      assertThat(rival.resets()).isEqualTo(resets);

      place.end();
      assertThat(Snapshot.of(place.orders())).isEqualTo(before);
    }
  }

  /** A person who annotates the workload need not wait for the next try. */
  @ParameterizedTest
  @EnumSource
  void annotationForFluxWorksAtOnce(FluxKustomization.Exclusion exclusion) {
    var place = stage.place();
    try (var rival = Rivals.FLUX.of(place.client(), place.namespace())) {
      rival.start();
      var before = settled(place, rival);
      place.swap();
      awaitFight(place);
      awaitGivenWay(place, before);
      assertThat(pause(place, 5)).isEqualTo(Stage.PAUSES.first().multipliedBy(4));
      awaitGivenWay(place, before);
      var retry = Instant.parse(retry(place));

      annotate(place.orders(), exclusion.key, exclusion.value);
      place.awaitReady(SOON);
      assertThat(Instant.now()).isBefore(retry.minusSeconds(5));

      place.end();
      annotate(place.orders(), exclusion.key, null);
      await().during(Duration.ofSeconds(2)).atMost(SOON)
          .untilAsserted(() -> assertThat(Snapshot.of(place.orders())).isEqualTo(before));
    }
  }

  /**
   * With the rule in place a commit is synced while the workload sleeps. Argo CD copies the 0 into what it applies,
   * Flux leaves the field out; either way the replicas come back, and to their owner.
   */
  @ParameterizedTest
  @EnumSource(names = {"ARGO_CLIENT_SIDE", "ARGO_SERVER_SIDE", "FLUX"})
  void commitDuringASessionIsSynced(Rivals kind) {
    var commit = Json.with(kind.manifest(), "/spec/minReadySeconds", 1);
    var place = stage.place();
    var twin = stage.place();
    try (var tool = (GitOpsTool) kind.of(place.client(), place.namespace());
        var same = (GitOpsTool) kind.of(twin.client(), twin.namespace())) {
      tool.start();
      tool.addRule();
      settled(place, tool);
      place.swap();
      place.awaitReady(SOON);
      tool.push(commit);
      await().atMost(SOON)
          .untilAsserted(() -> assertThat(Json.at(place.orders().get(), "/spec/minReadySeconds")).isEqualTo(1));
      assertThat(Json.at(place.orders().get(), "/spec/replicas")).isEqualTo(0);
      place.end();

      same.start();
      same.addRule();
      settled(twin, same);
      same.push(commit);
      await().atMost(SOON).untilAsserted(() -> assertThat(anywhere(place)).isEqualTo(anywhere(twin)));
      assertThat(place.events("ReplicasChanged")).isEmpty();
    }
  }

  /** A snapshot without what differs between any two objects, and without Argo CD's copy of what it applied. */
  private static Map<String, Object> anywhere(Place place) {
    var whole = Snapshot.anywhere(place.orders());
    Json.annotations(whole).remove(ArgoSelfHeal.LAST_APPLIED);
    return whole;
  }

  private static Map<String, Object> settled(Place place, Rival rival) {
    await().atMost(SOON)
        .untilAsserted(() -> assertThat(place.orders().owners()).containsExactly(rival.manager()));
    place.awaitAvailable(place.orders());
    return Snapshot.of(place.orders());
  }

  private static Condition awaitFight(Place place) {
    await().atMost(SOON)
        .untilAsserted(() -> assertThat(place.onSession("DriftFight")).as(place::toString).hasValueSatisfying(c -> {
          assertThat(c.status()).isEqualTo("True");
          assertThat(c.reason()).isEqualTo("ResetByOthers");
        }));
    return place.onSwap("DriftFight").orElseThrow();
  }

  /** The workload is the other's alone, and no proxy stands beside it. */
  private static void awaitGivenWay(Place place, Map<String, Object> before) {
    await().atMost(SOON).untilAsserted(() -> {
      assertThat(retry(place)).isNotNull();
      assertThat(place.client().apps().deployments().inNamespace(place.namespace()).withName("devsession-orders").get())
          .isNull();
      assertThat(Snapshot.of(place.orders())).isEqualTo(before);
      assertThat(place.onSwap("Swapped")).hasValueSatisfying(c -> assertThat(c.status()).isEqualTo("False"));
      assertThat(place.onSession("Ready")).hasValueSatisfying(c -> assertThat(c.status()).isEqualTo("False"));
    });
  }

  private static void isUndisturbed(Condition condition) {
    assertThat(condition.status()).isEqualTo("False");
    assertThat(condition.reason()).isEqualTo("Undisturbed");
  }

  private static String retry(Place place) {
    return place.swapped().orElseThrow().getStatus().resets().retryTime();
  }

  /** How long the swap is given up after that reset. */
  private static Duration pause(Place place, int reset) {
    await().atMost(SOON).untilAsserted(() -> {
      assertThat(place.swapped().map(Swap::getStatus).map(SwapStatus::resets)).as(place::toString)
          .hasValueSatisfying(r -> assertThat(r.count()).isEqualTo(reset));
      assertThat(retry(place)).isNotNull();
    });
    var resets = place.swapped().orElseThrow().getStatus().resets();
    return Duration.between(Instant.parse(resets.lastTime()), Instant.parse(resets.retryTime()));
  }

  private static void annotate(LiveObject object, String key, String value) {
    var annotations = new HashMap<String, Object>();
    annotations.put(key, value);
    object.merge(Map.of("metadata", Map.of("annotations", annotations)), "kubectl-annotate", false);
  }
}
