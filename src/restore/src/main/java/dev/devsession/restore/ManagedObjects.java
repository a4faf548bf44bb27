package dev.devsession.restore;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Swap;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Everything that DevSession has created or changed in a cluster.
 *
 * @param namespaces where it was looked for; none: everywhere
 * @param proxies Deployments and ConfigMaps that stand in for workloads
 * @param companions Services that open node ports
 */
public record ManagedObjects(Set<String> namespaces, List<ScaledDownWorkload> sleepers, List<HasMetadata> proxies,
    List<Service> companions,
    List<DevSession> sessions, List<Swap> swaps) {
  /**
   * Finds them. Objects that this user may not read are reported and left out.
   *
   * @param namespaces where to look; none: everywhere
   * @param kinds the kinds of workload to look at; those that the API server doesn't know are skipped
   */
  public static ManagedObjects find(KubernetesClient client, Set<String> namespaces, List<WorkloadKind> kinds,
      RestoreReport report) {
    var look = new PagedList(namespaces, report);
    var swaps = look.all("swaps", client.resources(Swap.class)).toList();
    return new ManagedObjects(namespaces,
        ServedKinds.of(client, kinds).stream()
            .flatMap(k -> look.all(ServedKinds.plural(client, k), client.genericKubernetesResources(k.apiVersion(),
                k.kind())))
            .flatMap(w -> ScaledDownWorkload.of(Workload.of(w), swaps).stream()).toList(),
        Stream.<HasMetadata>concat(
            look.labelled("deployments", client.resources(Deployment.class), Labels.SWAP),
            look.labelled("configmaps", client.resources(ConfigMap.class), Labels.SWAP)).toList(),
        look.labelled("services", client.resources(Service.class), Labels.COMPANION_OF).toList(),
        look.all("devsessions", client.resources(DevSession.class)).toList(), swaps);
  }

  /** Whether nothing was found. */
  public boolean isEmpty() {
    return sleepers.isEmpty() && Stream.of(proxies, companions, sessions, swaps).allMatch(List::isEmpty);
  }
}
