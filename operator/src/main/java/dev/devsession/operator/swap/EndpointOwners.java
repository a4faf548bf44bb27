package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.operator.cluster.ClusterView;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks up who owns the pods behind a Service. The operator keeps no pods but its own in memory: it asks the API server
 * once for each change of the Service's endpoints.
 */
public final class EndpointOwners {
  private static final int MAX_KNOWN = 1000;
  private final KubernetesClient client;
  private final Map<String, Known> known = Collections.synchronizedMap(new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
      return size() > MAX_KNOWN;
    }
  });

  private record Known(Set<String> pods, Map<String, PodOwner> owners) {}

  public EndpointOwners(KubernetesClient client) {
    this.client = client;
  }

  /**
   * The owners by the pods' names. Left out are proxies, pods that are terminating, and those that are gone.
   *
   * @param service or null
   */
  public Map<String, PodOwner> of(Service service, List<EndpointSlice> slices) {
    var pods = slices.stream().map(EndpointSlice::getEndpoints).filter(Objects::nonNull).flatMap(List::stream)
        .filter(e -> e.getTargetRef() != null && !isTerminating(e)).map(e -> e.getTargetRef().getName())
        .collect(Collectors.toSet());
    if (service == null || pods.isEmpty() || service.getSpec().getSelector() == null
        || service.getSpec().getSelector().isEmpty()) {
      return Map.of();
    }
    var key = service.getMetadata().getNamespace() + "/" + service.getMetadata().getName();
    var before = known.get(key);
    if (before != null && before.pods().equals(pods)) {
      return before.owners();
    }
    var owners = listPods(service.getMetadata().getNamespace(), service.getSpec().getSelector()).stream()
        .filter(p -> pods.contains(p.getMetadata().getName()) && !ClusterView.isLabelled(p, Labels.SWAP))
        .collect(Collectors.toMap(p -> p.getMetadata().getName(), PodOwner::of, (a, b) -> a));
    known.put(key, new Known(pods, Map.copyOf(owners)));
    return owners;
  }

  /** The workload's own pods as they are now, but for those that are terminating. */
  List<Pod> podsOf(Workload workload) {
    return listPods(workload.metadata().getNamespace(), workload.podLabels()).stream()
        .filter(p -> !ClusterView.isLabelled(p, Labels.SWAP) && p.getMetadata().getDeletionTimestamp() == null)
        .filter(p -> PodOwner.of(p).isOf(workload)).toList();
  }

  /** None if the operator lacks the permission: then every pod counts as the workload's. */
  private List<Pod> listPods(String namespace, Map<String, String> labels) {
    try {
      return client.pods().inNamespace(namespace).withLabels(labels).list().getItems();
    } catch (KubernetesClientException e) {
      if (e.getCode() == 403) {
        return List.of();
      }
      throw e;
    }
  }

  static boolean isTerminating(Endpoint endpoint) {
    return endpoint.getConditions() != null && Boolean.TRUE.equals(endpoint.getConditions().getTerminating());
  }
}
