package dev.devsession.restore;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.FieldManagers;
import dev.devsession.api.v1alpha1.WorkloadRef;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * KEDA's ScaledObjects. Unlike a HorizontalPodAutoscaler, KEDA scales up from zero by itself, so those of a
 * scaled-down workload are paused by KEDA's own annotation; a second annotation names the Swap.
 */
public final class ScaledObjects {
  /** https://keda.sh/docs/latest/concepts/scaling-deployments/#pausing-autoscaling */
  private static final String PAUSED = "autoscaling.keda.sh/paused";
  private static final String PAUSED_REPLICAS = "autoscaling.keda.sh/paused-replicas";
  private static final Set<Integer> NOT_THERE = Set.of(403, 404);
  private static final PatchContext AS_SWAP = new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE)
      .withFieldManager(FieldManagers.SWAP).build();
  private final MixedOperation<GenericKubernetesResource, GenericKubernetesResourceList,
      Resource<GenericKubernetesResource>> resources;

  public ScaledObjects(KubernetesClient client) {
    resources = client.genericKubernetesResources(new ResourceDefinitionContext.Builder().withGroup("keda.sh")
        .withVersion("v1alpha1").withKind("ScaledObject").withPlural("scaledobjects").withNamespaced(true).build());
  }

  /**
   * Pauses those that scale the workload, except those that are already paused.
   *
   * @return the names of those that are paused for this Swap
   */
  public List<String> pause(String namespace, WorkloadRef workload, String swap) {
    var ours = list(namespace).stream().filter(o -> scales(o, workload))
        .filter(o -> isPausedFor(o, swap) || !isPaused(o)).toList();
    ours.stream().filter(o -> !isPausedFor(o, swap))
        .forEach(o -> patch(o, annotations(Map.of(PAUSED, "true", Annotations.PAUSED_FOR, swap))));
    return ours.stream().map(o -> o.getMetadata().getName()).toList();
  }

  /** Resumes those that are paused for this Swap. */
  public void resume(String namespace, String swap) {
    list(namespace).stream().filter(o -> isPausedFor(o, swap)).forEach(this::resume);
  }

  /** Resumes all that are paused for any Swap. */
  public void resumeAll(String namespace) {
    list(namespace).stream().filter(o -> annotation(o, Annotations.PAUSED_FOR) != null).forEach(this::resume);
  }

  private void resume(GenericKubernetesResource object) {
    var removed = new HashMap<String, Object>();
    removed.put(Annotations.PAUSED_FOR, null);
    if ("true".equals(annotation(object, PAUSED))) {
      removed.put(PAUSED, null);
    }
    var metadata = annotations(removed);
    metadata.put("managedFields", Ownership.REPLICAS.giveBack(object.getMetadata().getManagedFields(),
        FieldManagers.SWAP, List.of()));
    patch(object, metadata);
  }

  private void patch(GenericKubernetesResource object, Map<String, Object> metadata) {
    metadata.put("resourceVersion", object.getMetadata().getResourceVersion());
    resources.inNamespace(object.getMetadata().getNamespace()).withName(object.getMetadata().getName()).patch(AS_SWAP,
        Serialization.asJson(Map.of("metadata", metadata)));
  }

  private static Map<String, Object> annotations(Map<String, Object> annotations) {
    return new HashMap<>(Map.of("annotations", annotations));
  }

  /** None where KEDA isn't installed, or where the operator has no right to see them. */
  private List<GenericKubernetesResource> list(String namespace) {
    try {
      return (namespace == null ? resources.inAnyNamespace() : resources.inNamespace(namespace)).list().getItems();
    } catch (KubernetesClientException e) {
      if (NOT_THERE.contains(e.getCode())) {
        return List.of();
      }
      throw e;
    }
  }

  private static boolean scales(GenericKubernetesResource object, WorkloadRef workload) {
    return object.get("spec", "scaleTargetRef") instanceof Map<?, ?> target
        && workload.name().equals(target.get("name"))
        && workload.kind().equals(target.get("kind") == null ? "Deployment" : target.get("kind"))
        && workload.apiVersion().equals(target.get("apiVersion") == null ? "apps/v1" : target.get("apiVersion"));
  }

  private static boolean isPaused(GenericKubernetesResource object) {
    return annotation(object, PAUSED_REPLICAS) != null
        || annotation(object, PAUSED) != null && !"false".equals(annotation(object, PAUSED));
  }

  private static boolean isPausedFor(GenericKubernetesResource object, String swap) {
    return swap.equals(annotation(object, Annotations.PAUSED_FOR));
  }

  private static String annotation(GenericKubernetesResource object, String name) {
    var annotations = object.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(name);
  }
}
