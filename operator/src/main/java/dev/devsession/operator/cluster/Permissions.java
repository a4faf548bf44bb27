package dev.devsession.operator.cluster;

import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.api.v1alpha1.WorkloadRef;
import dev.devsession.restore.ServedKinds;
import dev.devsession.restore.WorkloadKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Asks the API server whether the operator may do everything that a swap needs, before it begins one. */
public final class Permissions {
  private record RequiredPermission(String verb, String group, String resource) {
    @Override
    public String toString() {
      return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
    }
  }

  /** Bounds the cache, because namespaces are created and deleted. Asking again costs three requests. */
  private static final int MAX_GRANTED = 1000;
  private static final WorkloadKind SERVICE = new WorkloadKind("v1", "Service");
  private final KubernetesClient client;
  /** Granted permissions are cached: if one is revoked, the API server refuses the write, which is reported. */
  private final Set<Map.Entry<String, WorkloadKind>> granted = BoundedSet.of(MAX_GRANTED);

  public Permissions(KubernetesClient client) {
    this.client = client;
  }

  /**
   * @param workload the workload to be swapped
   * @return the first right that is missing in the namespace, in words
   */
  public Optional<ReasonedMessage> missingForSwap(String namespace, WorkloadRef workload) {
    var kind = new WorkloadKind(workload.apiVersion(), workload.kind());
    return granted.contains(Map.entry(namespace, kind))
        ? Optional.empty()
        : missing(namespace, kind, new RequiredPermission("patch", kind.group(), ServedKinds.plural(client, kind)));
  }

  /** The same for a Service that is to be shared. */
  public Optional<ReasonedMessage> missingForSharing(String namespace) {
    return granted.contains(Map.entry(namespace, SERVICE))
        ? Optional.empty()
        : missing(namespace, SERVICE, new RequiredPermission("patch", "", "services"));
  }

  private Optional<ReasonedMessage> missing(String namespace, WorkloadKind kind, RequiredPermission toSwap) {
    var missing = Stream.of(toSwap, new RequiredPermission("create", "apps", "deployments"),
        new RequiredPermission("create", "", "configmaps"))
        .filter(r -> !isAllowed(namespace, r)).map(r -> ConditionMessage.RightMissing.with(r, namespace)).findFirst();
    if (missing.isEmpty()) {
      granted.add(Map.entry(namespace, kind));
    }
    return missing;
  }

  /** The same, asked anew: to be used when the API server has refused what was granted before. */
  public Optional<ReasonedMessage> missingNow(String namespace, WorkloadRef workload) {
    granted.remove(Map.entry(namespace, new WorkloadKind(workload.apiVersion(), workload.kind())));
    return missingForSwap(namespace, workload);
  }

  /** By path, not by type: the client's types for this would be a thirtieth of the operator's image. */
  private boolean isAllowed(String namespace, RequiredPermission right) {
    var attributes = Map.of("namespace", namespace, "verb", right.verb(), "group", right.group(), "resource",
        right.resource());
    var review = Map.of("apiVersion", "authorization.k8s.io/v1", "kind", "SelfSubjectAccessReview", "spec",
        Map.of("resourceAttributes", attributes));
    var answer = client.raw("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", "POST", review);
    return Serialization.unmarshal(answer, GenericKubernetesResource.class).<Boolean>get("status", "allowed");
  }
}
