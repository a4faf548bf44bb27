package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.operator.status.Conditions;
import dev.devsession.restore.ScaledObjects;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;

/**
 * The autoscalers and disruption budgets of a workload. The operator reads them before it scales the workload to zero.
 */
final class AutoscalersAndBudgets {
  private static final ResourceDefinitionContext AUTOSCALERS = kind("autoscaling", "v2", "HorizontalPodAutoscaler",
      "horizontalpodautoscalers");
  private static final ResourceDefinitionContext BUDGETS = kind("policy", "v1", "PodDisruptionBudget",
      "poddisruptionbudgets");
  private final KubernetesClient client;
  private final ScaledObjects scaledObjects;

  AutoscalersAndBudgets(KubernetesClient client) {
    this.client = client;
    scaledObjects = new ScaledObjects(client);
  }

  /** Pauses the autoscalers that would scale the workload up, and reports in conditions what there is. */
  void pauseAndReport(Workload workload, String swap, Conditions conditions) {
    var namespace = workload.metadata().getNamespace();
    var paused = scaledObjects.pause(namespace, workload.ref(), swap);
    var idle = list(AUTOSCALERS, namespace).stream().filter(a -> scales(a, workload))
        .map(a -> a.getMetadata().getName()).sorted().toList();
    if (!paused.isEmpty()) {
      conditions.set(ConditionType.AutoscalerPaused, true,
          ConditionMessage.ScaledObjectPaused.with(String.join(", ", paused)));
    } else if (!idle.isEmpty()) {
      conditions.set(ConditionType.AutoscalerPaused, true, ConditionMessage.IdleAtZero.with(String.join(", ", idle)));
    } else {
      conditions.set(ConditionType.AutoscalerPaused, false, ConditionMessage.NoAutoscaler.with(workload.ref()));
    }
    var budgets = Budgets.blockingEviction(list(BUDGETS, namespace), workload);
    if (!budgets.isEmpty()) {
      conditions.set(ConditionType.DisruptionsAllowed, false,
          ConditionMessage.BudgetCountsProxy.with(String.join(", ", budgets)));
    }
  }

  /** Resumes the autoscalers that were paused for the Swap. */
  void resume(String namespace, String swap) {
    scaledObjects.resume(namespace, swap);
  }

  private static boolean scales(GenericKubernetesResource autoscaler, Workload workload) {
    return autoscaler.get("spec", "scaleTargetRef") instanceof Map<?, ?> target
        && workload.ref().kind().equals(target.get("kind")) && workload.ref().name().equals(target.get("name"));
  }

  /** None if the operator lacks the permission to read them: they are only reported. */
  private List<GenericKubernetesResource> list(ResourceDefinitionContext kind, String namespace) {
    try {
      return client.genericKubernetesResources(kind).inNamespace(namespace).list().getItems();
    } catch (KubernetesClientException e) {
      if (e.getCode() == 403) {
        return List.of();
      }
      throw e;
    }
  }

  private static ResourceDefinitionContext kind(String group, String version, String kind, String plural) {
    return new ResourceDefinitionContext.Builder().withGroup(group).withVersion(version).withKind(kind)
        .withPlural(plural).withNamespaced(true).build();
  }
}
