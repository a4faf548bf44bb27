package dev.devsession.restore;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** Which kinds of workload the API server knows now. */
public final class ServedKinds {
  private ServedKinds() {}

  public static boolean isServed(KubernetesClient client, WorkloadKind kind) {
    return plural(client, kind) != null;
  }

  /** Those of the kinds that the API server knows. */
  public static List<WorkloadKind> of(KubernetesClient client, List<WorkloadKind> kinds) {
    return kinds.stream().filter(k -> isServed(client, k)).toList();
  }

  /** The kind's name in paths and in RBAC rules, or null if the API server doesn't know the kind. */
  public static String plural(KubernetesClient client, WorkloadKind kind) {
    var resources = client.getApiResources(kind.apiVersion());
    return resources == null
        ? null
        : resources.getResources().stream().filter(r -> r.getKind().equals(kind.kind()) && !r.getName().contains("/"))
            .map(r -> r.getName()).findFirst().orElse(null);
  }
}
