package dev.devsession.restore;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.Map;

/** Whether a label selector selects labels, as Kubernetes defines it. Pure. */
public final class LabelMatch {
  private LabelMatch() {}

  /** An empty selector selects everything. */
  public static boolean selects(LabelSelector selector, Map<String, String> labels) {
    return (selector.getMatchLabels() == null || labels.entrySet().containsAll(selector.getMatchLabels().entrySet()))
        && selector.getMatchExpressions().stream().allMatch(e -> meets(e, labels));
  }

  private static boolean meets(LabelSelectorRequirement requirement, Map<String, String> labels) {
    var value = labels.get(requirement.getKey());
    return switch (requirement.getOperator()) {
      case "In" -> value != null && requirement.getValues().contains(value);
      case "NotIn" -> value == null || !requirement.getValues().contains(value);
      case "Exists" -> value != null;
      default -> value == null;
    };
  }
}
