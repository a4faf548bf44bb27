package dev.devsession.operator.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.operator.drift.Stage.Place;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A swapped workload that others have to do with, none of whom means to fight. */
@ExtendWith(Stage.Extension.class)
@Execution(ExecutionMode.CONCURRENT)
class NeighboursIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String CREATOR = "kubectl-create";
  private static Stage stage;

  @BeforeAll
  static void start(Stage shared) {
    stage = shared;
  }

  /** Once is no fight: it goes back to sleep, and the value is what it has after the session, under who set it. */
  @Test
  void replicasThatSomebodyScalesToAreKeptForLater() {
    var place = created();
    place.swap();
    place.awaitReady();
    place.orders().scale(5, "kubectl");

    awaitEvent(place, "ReplicasChanged", "kubectl", "5");
    awaitAsleepAgain(place);
    await().atMost(SOON).untilAsserted(() -> assertThat(place.onSwap("Swapped"))
        .hasValueSatisfying(c -> assertThat(c.message()).contains("kubectl", "5")));
    assertThat(place.onSwap("DriftFight").filter(c -> c.status().equals("True"))).isEmpty();

    place.end();
    assertThat(Snapshot.anywhere(place.orders())).isEqualTo(twin(orders -> orders.scale(5, "kubectl")));
  }

  /** Helm's upgrade sets the replicas once, and those of the new values count. */
  @Test
  void helmUpgradeDuringASessionCountsForLater() {
    var place = stage.place();
    var helm = new HelmUpgrade(place.orders());
    helm.install(Orders.deployment());
    place.awaitAvailable(place.orders());
    place.swap();
    place.awaitReady();
    var upgraded = Json.with(Json.with(Orders.deployment(), "/spec/replicas", 4), "/spec/minReadySeconds", 1);
    helm.upgrade(upgraded);

    awaitEvent(place, "ReplicasChanged", HelmUpgrade.MANAGER, "4");
    awaitAsleepAgain(place);
    place.end();

    var twin = stage.place();
    var same = new HelmUpgrade(twin.orders());
    same.install(Orders.deployment());
    twin.awaitAvailable(twin.orders());
    same.upgrade(upgraded);
    twin.awaitAvailable(twin.orders());
    assertThat(Snapshot.anywhere(place.orders())).isEqualTo(Snapshot.anywhere(twin.orders()));
  }

  /** {@code kubectl replace} knows nothing of our annotation: it goes too. */
  @Test
  void replacedObjectGoesBackToSleep() {
    var place = created();
    var replacement = Json.with(Orders.deployment(), "/spec/replicas", 2);
    place.swap();
    place.awaitReady();
    place.orders().put(replacement, "kubectl-replace");

    awaitEvent(place, "ReplicasChanged", "kubectl-replace", "2");
    awaitAsleepAgain(place);
    place.end();
    assertThat(Snapshot.anywhere(place.orders())).isEqualTo(twin(orders -> orders.put(replacement, "kubectl-replace")));
  }

  @Test
  void editsOfOtherFieldsSurvive() {
    var place = created();
    place.swap();
    place.awaitReady();
    edit(place.orders());
    assertThat(place.onSwap("Swapped")).hasValueSatisfying(c -> assertThat(c.status()).isEqualTo("True"));

    place.end();
    assertThat(place.events("ReplicasChanged")).isEmpty();
    assertThat(Snapshot.anywhere(place.orders())).isEqualTo(twin(NeighboursIT::edit));
  }

  private static void edit(LiveObject orders) {
    orders.merge(Map.of("metadata",
        Map.of("labels", Map.of("team", "shop"), "annotations", Map.of("example.org/note", "while asleep"))),
        "kubectl-label", false);
    orders.merge(Map.of("spec", Map.of("template", Map.of("spec",
        Map.of("containers", List.of(Map.of("name", "orders", "image", "shop/orders:2")))))), "kubectl-set", false);
  }

  @Test
  void horizontalPodAutoscalerPausesByItself() {
    var place = stage.place();
    Rivals.hpa(place.client(), place.namespace(), 1);
    var hpa = new LiveObject(place.client(), "autoscaling/v2", "HorizontalPodAutoscaler", place.namespace(), "orders");
    try (var autoscaler = new Autoscaler(place.orders(), Orders.deployment(), 4)) {
      autoscaler.start();
      await().atMost(SOON)
          .untilAsserted(() -> assertThat(Json.at(place.orders().get(), "/spec/replicas")).isEqualTo(4));
      place.awaitAvailable(place.orders());
      var before = Snapshot.of(place.orders());
      var resets = autoscaler.resets();
      var untouched = hpa.get();
      place.swap();
      place.awaitReady();
      assertThat(place.onSwap("AutoscalerPaused")).hasValueSatisfying(c -> {
        assertThat(c.status()).isEqualTo("True");
        assertThat(c.reason()).isEqualTo("IdleAtZero");
        assertThat(c.message()).contains("HorizontalPodAutoscaler orders");
      });
      await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> autoscaler.resets() == resets);
      place.end();
      assertThat(Snapshot.of(place.orders())).isEqualTo(before);
      assertThat(hpa.get()).isEqualTo(untouched);
    }
  }

  @Test
  void scaledObjectIsPausedForTheSession() {
    var place = created();
    var scaledObject = scaledObject(place);
    try (var keda = new KedaScaler(scaledObject, place.orders())) {
      var workload = Snapshot.of(place.orders());
      var scaler = Snapshot.of(scaledObject);
      place.swap();
      place.awaitReady();
      assertThat(Json.map(scaledObject.get(), "metadata", "annotations")).containsEntry(KedaScaler.PAUSED, "true");
      assertThat(place.onSwap("AutoscalerPaused")).hasValueSatisfying(c -> {
        assertThat(c.status()).isEqualTo("True");
        assertThat(c.reason()).isEqualTo("ScaledObjectPaused");
        assertThat(c.message()).contains("orders-scaler");
      });
      place.end();
      assertThat(Snapshot.of(scaledObject)).isEqualTo(scaler);
      assertThat(Snapshot.of(place.orders())).isEqualTo(workload);
      assertThat(keda.resets()).isZero();
    }
  }

  @Test
  void scaledObjectThatSomebodyPausedStaysPaused() {
    var place = created();
    var scaledObject = scaledObject(place);
    scaledObject.merge(Map.of("metadata", Map.of("annotations", Map.of(KedaScaler.PAUSED, "true"))),
        "kubectl-annotate", false);
    var before = scaledObject.get();
    place.swap();
    place.awaitReady();
    place.end();
    assertThat(scaledObject.get()).isEqualTo(before);
  }

  private static LiveObject scaledObject(Place place) {
    var manifest = KedaScaler.manifest("orders-scaler", place.orders());
    var scaledObject = place.object(manifest);
    scaledObject.create(manifest, CREATOR);
    return scaledObject;
  }

  /** The proxy is one pod: a budget that it can't satisfy blocks the drain of its node, which a person has to know. */
  @ParameterizedTest
  @CsvSource({"2,,true", "1,,true", ",0,true", ",1,false", "'50%',,true", ",'30%',false"})
  void disruptionBudgetIsLeftAloneButNamed(String minAvailable, String maxUnavailable, boolean inTheWay) {
    var place = created();
    var budget = new LiveObject(place.client(), "policy/v1", "PodDisruptionBudget", place.namespace(), "orders-budget");
    budget.create(Map.of("apiVersion", "policy/v1", "kind", "PodDisruptionBudget", "metadata",
        Map.of("name", "orders-budget"), "spec", budgetSpec(minAvailable, maxUnavailable)), CREATOR);
    var before = Snapshot.of(budget);
    place.swap();
    place.awaitReady();
    var condition = place.onSwap("DisruptionsAllowed");
    if (inTheWay) {
      assertThat(condition).hasValueSatisfying(c -> {
        assertThat(c.status()).isEqualTo("False");
        assertThat(c.reason()).isEqualTo("BudgetCountsProxy");
        assertThat(c.message()).contains("orders-budget");
      });
    } else {
      assertThat(condition.filter(c -> c.status().equals("False"))).isEmpty();
    }
    // What the disruption controller itself makes of the proxy pod.
    await().atMost(SOON).untilAsserted(() -> assertThat(Json.at(budget.get(), "/status/disruptionsAllowed"))
        .isEqualTo(inTheWay ? 0 : 1));
    place.end();
    assertThat(Snapshot.of(budget)).isEqualTo(before);
  }

  private static Map<String, Object> budgetSpec(String minAvailable, String maxUnavailable) {
    var spec = new LinkedHashMap<String, Object>();
    spec.put("selector", Map.of("matchLabels", Map.of("app", "orders")));
    spec.computeIfAbsent("minAvailable", k -> intOrString(minAvailable));
    spec.computeIfAbsent("maxUnavailable", k -> intOrString(maxUnavailable));
    return spec;
  }

  private static Object intOrString(String value) {
    return value == null || value.endsWith("%") ? value : Integer.valueOf(value);
  }

  @Test
  void rolloutIsSwappedThroughWorkloadRef() {
    var place = stage.place();
    var manifest = Orders.workload(RolloutController.API, "Rollout", Map.of("team", "shop"));
    var rollout = place.object(manifest);
    rollout.create(manifest, CREATOR);
    try (var controller = new RolloutController(rollout)) {
      place.awaitAvailable(rollout);
      var before = Snapshot.of(rollout);
      place.swap(Map.of("name", "orders", "workloadRef",
          Map.of("apiVersion", RolloutController.API, "kind", "Rollout", "name", "orders")));
      place.awaitReady();
      assertThat(Json.at(rollout.get(), "/spec/replicas")).isEqualTo(0);
      assertThat(rollout.get().toString()).contains(Annotations.ORIGINAL);
      place.end();
      assertThat(Snapshot.of(rollout)).isEqualTo(before);
      assertThat(controller.available()).isEqualTo(Orders.REPLICAS);
    }
  }

  private static Place created() {
    var place = stage.place();
    place.orders().create(Orders.deployment(), CREATOR);
    place.awaitAvailable(place.orders());
    return place;
  }

  private static void awaitEvent(Place place, String reason, String... words) {
    await().atMost(SOON).untilAsserted(() -> assertThat(place.events(reason))
        .anySatisfy(e -> assertThat(e.getMessage()).contains(words)));
  }

  private static void awaitAsleepAgain(Place place) {
    await().atMost(SOON).untilAsserted(() -> assertThat(Json.at(place.orders().get(), "/spec/replicas")).isEqualTo(0));
    place.awaitReady();
  }

  /** The same done to the same workload where no session is. */
  private static Map<String, Object> twin(Consumer<LiveObject> deed) {
    var twin = stage.place();
    twin.orders().create(Orders.deployment(), CREATOR);
    twin.awaitAvailable(twin.orders());
    deed.accept(twin.orders());
    twin.awaitAvailable(twin.orders());
    return Snapshot.anywhere(twin.orders());
  }
}
