package dev.devsession.operator.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.operator.drift.Stage.TestNamespace;
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

/** Other tools write to a swapped workload or watch it, and none of them keeps resetting it. */
@ExtendWith(Stage.Extension.class)
@Execution(ExecutionMode.CONCURRENT)
class OtherToolsIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String CREATOR = "kubectl-create";
  private static Stage stage;

  @BeforeAll
  static void start(Stage shared) {
    stage = shared;
  }

  /** One reset is no drift fight: the workload is scaled to zero again. */
  @Test
  void replicasSetDuringASessionAreRestoredForTheirOwnerAfterIt() {
    var shop = withOrders();
    shop.createSession();
    shop.awaitReady();
    shop.orders().scale(5, "kubectl");

    awaitEvent(shop, "ReplicasChanged", "kubectl", "5");
    awaitScaledToZeroAgain(shop);
    await().atMost(SOON).untilAsserted(() -> assertThat(shop.onSwap("Swapped"))
        .hasValueSatisfying(c -> assertThat(c.message()).contains("kubectl", "5")));
    assertThat(shop.onSwap("DriftFight").filter(c -> c.status().equals("True"))).isEmpty();

    shop.deleteSession();
    assertThat(Snapshot.anywhere(shop.orders())).isEqualTo(withoutSession(orders -> orders.scale(5, "kubectl")));
  }

  @Test
  void replicasOfAHelmUpgradeDuringASessionAreRestoredAfterIt() {
    var shop = stage.createNamespace();
    var helm = new HelmUpgrade(shop.orders());
    helm.install(Orders.deployment());
    shop.awaitAvailable(shop.orders());
    shop.createSession();
    shop.awaitReady();
    var upgraded = Json.with(Json.with(Orders.deployment(), "/spec/replicas", 4), "/spec/minReadySeconds", 1);
    helm.upgrade(upgraded);

    awaitEvent(shop, "ReplicasChanged", HelmUpgrade.MANAGER, "4");
    awaitScaledToZeroAgain(shop);
    shop.deleteSession();

    var unswapped = stage.createNamespace();
    var same = new HelmUpgrade(unswapped.orders());
    same.install(Orders.deployment());
    unswapped.awaitAvailable(unswapped.orders());
    same.upgrade(upgraded);
    unswapped.awaitAvailable(unswapped.orders());
    assertThat(Snapshot.anywhere(shop.orders())).isEqualTo(Snapshot.anywhere(unswapped.orders()));
  }

  /** {@code kubectl replace} removes the mark too. */
  @Test
  void replacedWorkloadIsMarkedAndScaledToZeroAgain() {
    var shop = withOrders();
    var replacement = Json.with(Orders.deployment(), "/spec/replicas", 2);
    shop.createSession();
    shop.awaitReady();
    shop.orders().replace(replacement, "kubectl-replace");

    awaitEvent(shop, "ReplicasChanged", "kubectl-replace", "2");
    awaitScaledToZeroAgain(shop);
    shop.deleteSession();
    assertThat(Snapshot.anywhere(shop.orders()))
        .isEqualTo(withoutSession(orders -> orders.replace(replacement, "kubectl-replace")));
  }

  @Test
  void editsOfOtherFieldsDuringASessionStay() {
    var shop = withOrders();
    shop.createSession();
    shop.awaitReady();
    editLabelsAndImage(shop.orders());
    assertThat(shop.onSwap("Swapped")).hasValueSatisfying(c -> assertThat(c.status()).isEqualTo("True"));

    shop.deleteSession();
    assertThat(shop.events("ReplicasChanged")).isEmpty();
    assertThat(Snapshot.anywhere(shop.orders())).isEqualTo(withoutSession(OtherToolsIT::editLabelsAndImage));
  }

  private static void editLabelsAndImage(LiveObject orders) {
    orders.merge(Map.of("metadata",
        Map.of("labels", Map.of("team", "shop"), "annotations", Map.of("example.org/note", "edited during a session"))),
        "kubectl-label");
    orders.merge(Map.of("spec", Map.of("template", Map.of("spec",
        Map.of("containers", List.of(Map.of("name", "orders", "image", "shop/orders:2")))))), "kubectl-set");
  }

  @Test
  void horizontalPodAutoscalerIsIdleDuringASession() {
    var shop = stage.createNamespace();
    ControllerKind.createAutoscaler(shop.client(), shop.namespace(), 1);
    var hpa = new LiveObject(shop.client(), "autoscaling/v2", "HorizontalPodAutoscaler", shop.namespace(), "orders");
    try (var autoscaler = new Autoscaler(shop.orders(), Orders.deployment(), 4)) {
      autoscaler.start();
      await().atMost(SOON)
          .untilAsserted(() -> assertThat(shop.orders().replicas()).isEqualTo(4));
      shop.awaitAvailable(shop.orders());
      var before = Snapshot.of(shop.orders());
      var resets = autoscaler.resetCount();
      var untouched = hpa.get();
      shop.createSession();
      shop.awaitReady();
      assertThat(shop.onSwap("AutoscalerPaused")).hasValueSatisfying(c -> {
        assertThat(c.status()).isEqualTo("True");
        assertThat(c.reason()).isEqualTo("IdleAtZero");
        assertThat(c.message()).contains("HorizontalPodAutoscaler orders");
      });
      await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> autoscaler.resetCount() == resets);
      shop.deleteSession();
      assertThat(Snapshot.of(shop.orders())).isEqualTo(before);
      assertThat(hpa.get()).isEqualTo(untouched);
    }
  }

  @Test
  void scaledObjectIsPausedDuringASession() {
    var shop = withOrders();
    var scaledObject = scaledObject(shop);
    try (var keda = new KedaScaler(scaledObject, shop.orders())) {
      var workload = Snapshot.of(shop.orders());
      var scaler = Snapshot.of(scaledObject);
      shop.createSession();
      shop.awaitReady();
      assertThat(Json.map(scaledObject.get(), "metadata", "annotations")).containsEntry(KedaScaler.PAUSED, "true");
      assertThat(shop.onSwap("AutoscalerPaused")).hasValueSatisfying(c -> {
        assertThat(c.status()).isEqualTo("True");
        assertThat(c.reason()).isEqualTo("ScaledObjectPaused");
        assertThat(c.message()).contains("orders-scaler");
      });
      shop.deleteSession();
      assertThat(Snapshot.of(scaledObject)).isEqualTo(scaler);
      assertThat(Snapshot.of(shop.orders())).isEqualTo(workload);
      assertThat(keda.resetCount()).isZero();
    }
  }

  @Test
  void scaledObjectThatAUserPausedStaysPausedAfterASession() {
    var shop = withOrders();
    var scaledObject = scaledObject(shop);
    scaledObject.merge(Map.of("metadata", Map.of("annotations", Map.of(KedaScaler.PAUSED, "true"))),
        "kubectl-annotate");
    var before = scaledObject.get();
    shop.createSession();
    shop.awaitReady();
    shop.deleteSession();

    assertThat(scaledObject.get()).isEqualTo(before);
  }

  private static LiveObject scaledObject(TestNamespace shop) {
    var manifest = KedaScaler.manifest("orders-scaler", shop.orders());
    var scaledObject = shop.object(manifest);
    scaledObject.create(manifest, CREATOR);
    return scaledObject;
  }

  /** The proxy is one pod: a budget that it can't satisfy blocks the drain of its node, and a user has to know it. */
  @ParameterizedTest
  @CsvSource({"2,", "1,", ",0", "'50%',"})
  void budgetThatBlocksTheEvictionOfTheProxyIsReportedAndLeftAlone(String minAvailable, String maxUnavailable) {
    var shop = withOrders();
    var budget = createBudget(shop, minAvailable, maxUnavailable);
    var before = Snapshot.of(budget);

    shop.createSession();

    shop.awaitReady();
    assertThat(shop.onSwap("DisruptionsAllowed")).hasValueSatisfying(c -> {
      assertThat(c.status()).isEqualTo("False");
      assertThat(c.reason()).isEqualTo("BudgetCountsProxy");
      assertThat(c.message()).contains("orders-budget");
    });
    awaitAllowedDisruptions(0, budget);
    shop.deleteSession();
    assertThat(Snapshot.of(budget)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({",1", ",'30%'"})
  void budgetThatAllowsTheEvictionOfTheProxyIsNotReported(String minAvailable, String maxUnavailable) {
    var shop = withOrders();
    var budget = createBudget(shop, minAvailable, maxUnavailable);
    var before = Snapshot.of(budget);

    shop.createSession();

    shop.awaitReady();
    assertThat(shop.onSwap("DisruptionsAllowed").filter(c -> c.status().equals("False"))).isEmpty();
    awaitAllowedDisruptions(1, budget);
    shop.deleteSession();
    assertThat(Snapshot.of(budget)).isEqualTo(before);
  }

  private static LiveObject createBudget(TestNamespace shop, String minAvailable, String maxUnavailable) {
    var budget = new LiveObject(shop.client(), "policy/v1", "PodDisruptionBudget", shop.namespace(), "orders-budget");
    budget.create(Map.of("apiVersion", "policy/v1", "kind", "PodDisruptionBudget", "metadata",
        Map.of("name", "orders-budget"), "spec", budgetSpec(minAvailable, maxUnavailable)), CREATOR);
    return budget;
  }

  /** Waits until Kubernetes' disruption controller counts the proxy pod in the same way. */
  private static void awaitAllowedDisruptions(int count, LiveObject budget) {
    await().atMost(SOON)
        .untilAsserted(() -> assertThat(Json.at(budget.get(), "/status/disruptionsAllowed")).isEqualTo(count));
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
    var shop = stage.createNamespace();
    var manifest = Orders.workload(RolloutController.API, "Rollout", Map.of("team", "shop"));
    var rollout = shop.object(manifest);
    rollout.create(manifest, CREATOR);
    try (var controller = new RolloutController(rollout)) {
      shop.awaitAvailable(rollout);
      var before = Snapshot.of(rollout);
      shop.createSession(Map.of("name", "orders", "workloadRef",
          Map.of("apiVersion", RolloutController.API, "kind", "Rollout", "name", "orders")));
      shop.awaitReady();
      assertThat(rollout.replicas()).isEqualTo(0);
      assertThat(rollout.get().toString()).contains(Annotations.ORIGINAL);
      shop.deleteSession();
      assertThat(Snapshot.of(rollout)).isEqualTo(before);
      assertThat(controller.available()).isEqualTo(Orders.REPLICAS);
    }
  }

  private static TestNamespace withOrders() {
    var shop = stage.createNamespace();
    shop.orders().create(Orders.deployment(), CREATOR);
    shop.awaitAvailable(shop.orders());
    return shop;
  }

  private static void awaitEvent(TestNamespace shop, String reason, String... words) {
    await().atMost(SOON).untilAsserted(() -> assertThat(shop.events(reason))
        .anySatisfy(e -> assertThat(e.getMessage()).contains(words)));
  }

  private static void awaitScaledToZeroAgain(TestNamespace shop) {
    await().atMost(SOON).untilAsserted(() -> assertThat(shop.orders().replicas()).isEqualTo(0));
    shop.awaitReady();
  }

  /** The workload after the same change without a session. */
  private static Map<String, Object> withoutSession(Consumer<LiveObject> change) {
    var unswapped = stage.createNamespace();
    unswapped.orders().create(Orders.deployment(), CREATOR);
    unswapped.awaitAvailable(unswapped.orders());
    change.accept(unswapped.orders());
    unswapped.awaitAvailable(unswapped.orders());
    return Snapshot.anywhere(unswapped.orders());
  }
}
