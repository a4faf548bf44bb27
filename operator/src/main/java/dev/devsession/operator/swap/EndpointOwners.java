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
 * when the Service gets a pod that it hasn't asked for, unless that is a proxy. Serves all controllers.
 */
public final class EndpointOwners {
  private static final int MAX_KNOWN = 1000;
  private final PodLists pods;
  private final Map<String, Known> known = Collections.synchronizedMap(new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
      return size() > MAX_KNOWN;
    }
  });

  private record Known(Set<String> pods, Map<String, PodOwner> owners) {
    Map<String, PodOwner> ownersOf(Set<String> some) {
      return some.size() == pods.size()
          ? owners
          : owners.entrySet().stream().filter(e -> some.contains(e.getKey()))
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
  }

  /** The pods of a namespace that have these labels. */
  @FunctionalInterface
  interface PodLists {
    List<Pod> of(String namespace, Map<String, String> labels);
  }

  public EndpointOwners(KubernetesClient client) {
    this((namespace, labels) -> listPods(client, namespace, labels));
  }

  EndpointOwners(PodLists pods) {
    this.pods = pods;
  }

  /**
   * The owners by the pods' names. Left out are proxies, pods that are terminating, and those that are gone.
   *
   * @param service or null
   */
  public Map<String, PodOwner> of(Service service, List<EndpointSlice> slices) {
    if (service == null || service.getSpec().getSelector() == null || service.getSpec().getSelector().isEmpty()) {
      return Map.of();
    }
    var names = slices.stream().map(EndpointSlice::getEndpoints).filter(Objects::nonNull).flatMap(List::stream)
        .filter(e -> e.getTargetRef() != null && !isTerminating(e)).map(e -> e.getTargetRef().getName())
        .filter(pod -> !Proxy.isPodName(pod, service.getMetadata().getName())).collect(Collectors.toSet());
    if (names.isEmpty()) {
      return Map.of();
    }
    var key = service.getMetadata().getNamespace() + "/" + service.getMetadata().getName();
    var before = known.get(key);
    if (before != null && before.pods().containsAll(names)) {
      return before.ownersOf(names);
    }
    var owners = pods.of(service.getMetadata().getNamespace(), service.getSpec().getSelector()).stream()
        .filter(p -> names.contains(p.getMetadata().getName()) && !ClusterView.isLabelled(p, Labels.SWAP))
        .collect(Collectors.toMap(p -> p.getMetadata().getName(), PodOwner::of, (a, b) -> a));
    known.put(key, new Known(names, Map.copyOf(owners)));
    return owners;
  }

  /** The workload's own pods as they are now, but for those that are terminating. */
  List<Pod> podsOf(Workload workload) {
    return pods.of(workload.metadata().getNamespace(), workload.podLabels()).stream()
        .filter(p -> !ClusterView.isLabelled(p, Labels.SWAP) && p.getMetadata().getDeletionTimestamp() == null)
        .filter(p -> PodOwner.of(p).isOf(workload)).toList();
  }

  /** None if the operator lacks the permission: then every pod counts as the workload's. */
  private static List<Pod> listPods(KubernetesClient client, String namespace, Map<String, String> labels) {
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
