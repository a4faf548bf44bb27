package dev.devsession.environment;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A pod of a workload, or the template of its pods if none runs.
 *
 * @param source as people write it: {@code Pod/orders-5b9c8-x2x4z} or {@code Deployment/orders}
 * @param status empty: a template, of which nothing is known that only a pod has
 */
public record WorkloadPod(String source, String namespace, ObjectMeta metadata, PodSpec spec,
    Optional<PodStatus> status) {

  /** A pod that runs. */
  public static WorkloadPod of(Pod pod) {
    return new WorkloadPod("Pod/" + pod.getMetadata().getName(), pod.getMetadata().getNamespace(), pod.getMetadata(),
        pod.getSpec(), Optional.of(Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new)));
  }

  /** @param owner as {@code source} */
  public static WorkloadPod of(String owner, String namespace, PodTemplateSpec template) {
    return new WorkloadPod(owner, namespace, Objects.requireNonNullElseGet(template.getMetadata(), ObjectMeta::new),
        template.getSpec(), Optional.empty());
  }

  /** Its annotations; empty if it has none. */
  public Map<String, String> annotations() {
    return Objects.requireNonNullElse(metadata.getAnnotations(), Map.of());
  }

  /** Its labels; empty if it has none. */
  public Map<String, String> labels() {
    return Objects.requireNonNullElse(metadata.getLabels(), Map.of());
  }

  /** What people know it by: the Deployment of a ReplicaSet's pod, another pod's owner, or the pod itself. */
  public String workload() {
    return Objects.requireNonNullElse(metadata.getOwnerReferences(), List.<OwnerReference>of()).stream()
        .filter(o -> status.isPresent() && Boolean.TRUE.equals(o.getController())).findFirst().map(this::workload)
        .orElse(source);
  }

  private String workload(OwnerReference owner) {
    var hash = "-" + labels().get("pod-template-hash");
    return owner.getKind().equals("ReplicaSet") && owner.getName().endsWith(hash)
        ? "Deployment/" + owner.getName().substring(0, owner.getName().length() - hash.length())
        : owner.getKind() + "/" + owner.getName();
  }

  boolean hasServiceLinks() {
    return !Boolean.FALSE.equals(spec.getEnableServiceLinks());
  }
}
