package dev.devsession.operator.swap;

import dev.devsession.restore.LabelMatch;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;

/** PodDisruptionBudgets that count the proxy pod, which bears the labels of the original's pods. Pure. */
final class Budgets {
  private Budgets() {}

  /** Names of the budgets that a single pod can't satisfy, so that it can't be evicted. */
  static List<String> blockingEviction(List<GenericKubernetesResource> budgets, Workload workload) {
    return budgets.stream().filter(b -> selects(b, workload.podLabels()) && blocksOnlyPod(b))
        .map(b -> b.getMetadata().getName()).sorted().toList();
  }

  /** Kubernetes rounds both percentages up. */
  private static boolean blocksOnlyPod(GenericKubernetesResource budget) {
    return percentOrNumber(budget.get("spec", "minAvailable"), 0) > 0
        || percentOrNumber(budget.get("spec", "maxUnavailable"), 1) == 0;
  }

  private static int percentOrNumber(Object value, int otherwise) {
    return value == null ? otherwise : Integer.parseInt(value.toString().replace("%", "").trim());
  }

  private static boolean selects(GenericKubernetesResource budget, Map<String, String> labels) {
    if (budget.get("spec", "selector") == null) {
      return false;
    }
    var selector = Serialization.unmarshal(Serialization.asJson(budget.get("spec", "selector")), LabelSelector.class);
    return LabelMatch.selects(selector, labels);
  }
}
