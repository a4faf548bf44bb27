package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.operator.status.Conditions;
import dev.devsession.restore.LabelMatch;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;

/** Finds the NetworkPolicies that select pods of an original, and so may stop proxies before it. */
final class PolicyCheck {
  private final KubernetesClient client;

  PolicyCheck(KubernetesClient client) {
    this.client = client;
  }

  /** Nothing is reported where the operator may not see NetworkPolicies, or the API server knows none. */
  void report(Service original, List<Workload> workloads, String swap, Conditions conditions) {
    var names = list(original.getMetadata().getNamespace()).stream()
        .filter(policy -> selects(policy, original, workloads, swap)).map(p -> p.getMetadata().getName()).sorted()
        .toList();
    conditions.set(ConditionType.PoliciesHold, names.isEmpty(), names.isEmpty()
        ? ConditionMessage.NoNetworkPolicies.with()
        : ConditionMessage.NetworkPolicies.with(String.join(", ", names), swap));
  }

  /** Pods that no workload makes have at least the labels that the Service selects. */
  private static boolean selects(GenericKubernetesResource policy, Service original, List<Workload> workloads,
      String swap) {
    Object found = policy.get("spec", "podSelector");
    var selector = found == null
        ? new LabelSelector()
        : Serialization.unmarshal(Serialization.asJson(found), LabelSelector.class);
    return !LabelMatch.selects(selector, Map.of(Labels.SWAP, swap))
        && (LabelMatch.selects(selector, original.getSpec().getSelector())
            || workloads.stream().anyMatch(w -> LabelMatch.selects(selector, w.podLabels())));
  }

  private List<GenericKubernetesResource> list(String namespace) {
    try {
      return client.genericKubernetesResources("networking.k8s.io/v1", "NetworkPolicy").inNamespace(namespace).list()
          .getItems();
    } catch (KubernetesClientException e) {
      if (e.getCode() == 403 || e.getCode() == 404) {
        return List.of();
      }
      throw e;
    }
  }
}
