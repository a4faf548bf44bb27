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
 * @param namespaces the namespaces that were searched; none: all
 * @param proxies Deployments and ConfigMaps that stand in for workloads
 * @param nodePortServices Services that open node ports
 * @param switched Services whose selector leads to proxies
 * @param twins Services that lead proxies to originals
 */
public record ManagedObjects(Set<String> namespaces, List<ScaledDownWorkload> scaledDown, List<HasMetadata> proxies,
    List<Service> nodePortServices,
    List<DevSession> sessions, List<Swap> swaps, List<SwitchedService> switched, List<Service> twins) {
  /**
   * Finds them. Objects that this user may not read are reported and left out.
   *
   * @param namespaces the namespaces to search; none: all
   * @param kinds the kinds of workload to search; those that the API server doesn't know are skipped
   */
  public static ManagedObjects find(KubernetesClient client, Set<String> namespaces, List<WorkloadKind> kinds,
      RestoreReport report) {
    var pages = new PagedList(namespaces, report);
    var swaps = pages.all("swaps", client.resources(Swap.class)).toList();
    var twins = pages.labelled("services", client.resources(Service.class), Labels.SWAP).toList();
    return new ManagedObjects(namespaces,
        ServedKinds.of(client, kinds).stream()
            .flatMap(k -> pages.all(ServedKinds.plural(client, k), client.genericKubernetesResources(k.apiVersion(),
                k.kind())))
            .flatMap(w -> ScaledDownWorkload.of(Workload.of(w), swaps).stream()).toList(),
        Stream.<HasMetadata>concat(
            pages.labelled("deployments", client.resources(Deployment.class), Labels.SWAP),
            pages.labelled("configmaps", client.resources(ConfigMap.class), Labels.SWAP)).toList(),
        pages.labelled("services", client.resources(Service.class), Labels.NODE_PORT_SERVICE_OF).toList(),
        pages.all("devsessions", client.resources(DevSession.class)).toList(), swaps,
        pages.all("services", client.resources(Service.class))
            .flatMap(s -> SwitchedService.of(s, swaps, twins).stream()).toList(),
        twins);
  }

  /** Whether nothing was found. */
  public boolean isEmpty() {
    return scaledDown.isEmpty()
        && Stream.of(proxies, nodePortServices, sessions, swaps, switched, twins).allMatch(List::isEmpty);
  }
}
