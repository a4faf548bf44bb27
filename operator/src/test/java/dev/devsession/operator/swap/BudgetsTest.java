package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.WorkloadRef;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetsTest {
  private static final Workload ORDERS = new Workload(new WorkloadRef("apps/v1", "Deployment", "orders"),
      new ObjectMeta(), 3, 3, Map.of("app", "orders", "tier", "back"), List.of());

  /** Kubernetes rounds a percentage of one pod up to the whole pod. */
  @ParameterizedTest
  @CsvSource({"minAvailable: 1, true", "minAvailable: 2, true", "minAvailable: 1%, true", "minAvailable: 0, false",
      "minAvailable: 0%, false", "maxUnavailable: 0, true", "maxUnavailable: 0%, true", "maxUnavailable: 1, false",
      "maxUnavailable: 1%, false"})
  void budgetBlocksTheEvictionOfTheOnlyPodByKubernetesRounding(String rule, boolean blocks) {
    assertThat(Budgets.blockingEviction(List.of(budget("b", rule, "{matchLabels: {app: orders}}")), ORDERS))
        .isEqualTo(blocks ? List.of("b") : List.of());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      {}                                                                                     | true
      {matchLabels: {app: orders, tier: back}}                                               | true
      {matchLabels: {app: stock}}                                                            | false
      {matchLabels: {app: orders}, matchExpressions: [{key: tier, operator: Exists}]}        | true
      {matchExpressions: [{key: tier, operator: DoesNotExist}]}                              | false
      {matchExpressions: [{key: zone, operator: DoesNotExist}]}                              | true
      {matchExpressions: [{key: tier, operator: In, values: [front, back]}]}                 | true
      {matchExpressions: [{key: zone, operator: In, values: [a]}]}                           | false
      {matchExpressions: [{key: tier, operator: NotIn, values: [back]}]}                     | false
      {matchExpressions: [{key: zone, operator: NotIn, values: [a]}]}                        | true
      """)
  void budgetCountsTheProxyIfItsSelectorMatchesTheWorkloadsPods(String selector, boolean counts) {
    assertThat(Budgets.blockingEviction(List.of(budget("b", "minAvailable: 1", selector)), ORDERS))
        .isEqualTo(counts ? List.of("b") : List.of());
  }

  @Test
  void aBudgetWithoutASelectorCountsNoPods() {
    assertThat(Budgets.blockingEviction(List.of(budget("b", "minAvailable: 1", "null")), ORDERS)).isEmpty();
  }

  @Test
  void budgetsAreListedInAlphabeticalOrder() {
    assertThat(
        Budgets.blockingEviction(List.of(budget("z", "minAvailable: 1", "{}"), budget("a", "maxUnavailable: 0", "{}")),
            ORDERS))
        .containsExactly("a", "z");
  }

  private static GenericKubernetesResource budget(String name, String rule, String selector) {
    return Serialization.unmarshal("""
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: %s}
        spec: {%s, selector: %s}
        """.formatted(name, rule, selector), GenericKubernetesResource.class);
  }
}
