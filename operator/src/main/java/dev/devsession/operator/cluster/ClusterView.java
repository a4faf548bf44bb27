package dev.devsession.operator.cluster;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.WorkloadRef;
import dev.devsession.restore.ServedKinds;
import dev.devsession.restore.WorkloadKind;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Everything that the operator watches, each kind once; the framework has watches of its own on sessions and Swaps. */
public final class ClusterView implements AutoCloseable {
  /** Objects per request: a page is in memory as a whole before {@link CacheTransform} reduces its objects. */
  public static final long PAGE = 250;
  static final String SERVICE_NAME_LABEL = "kubernetes.io/service-name";
  private static final String BY_SERVICE = "service";
  private static final String BY_SWAP = "swap";
  private static final String BY_GATEWAY = "gateway";
  private final KubernetesClient client;
  private final Set<String> namespaces;
  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
  private final List<SharedInformer<?>> watched = new ArrayList<>();

  /**
   * Resync interval: every object is reconciled at least this often, in case a watch event was missed. Reads only the
   * cache.
   */
  public static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  public final SharedInformer<DevSession> sessions;
  public final SharedInformer<Swap> swaps;
  public final SharedInformer<Service> services;
  public final SharedInformer<Deployment> deployments;
  public final SharedInformer<StatefulSet> statefulSets;
  public final SharedInformer<EndpointSlice> endpointSlices;
  public final SharedInformer<Pod> proxyPods;
  public final SharedInformer<Pod> gatewayPods;
  public final SharedInformer<ConfigMap> proxyConfigs;
  /** Workloads of the kinds that not every cluster has. */
  public final SharedInformer<GenericKubernetesResource> otherWorkloads;

  private final List<WorkloadKind> kinds;
  private final Set<WorkloadKind> seen = ConcurrentHashMap.newKeySet();

  /**
   * @param namespaces the namespaces to watch; empty: all
   * @param kinds the kinds of workload to watch, once the API server knows them
   */
  public ClusterView(KubernetesClient client, Set<String> namespaces, List<WorkloadKind> kinds) {
    this.kinds = kinds;
    this.client = client;
    this.namespaces = namespaces;
    sessions = watch(DevSession.class, null);
    swaps = watch(Swap.class, null);
    services = watch(Service.class, null);
    deployments = watch(Deployment.class, null);
    statefulSets = watch(StatefulSet.class, null);
    endpointSlices = watch(EndpointSlice.class, SERVICE_NAME_LABEL);
    proxyPods = watch(Pod.class, Labels.SWAP);
    gatewayPods = watch(Pod.class, Labels.SESSION);
    proxyConfigs = watch(ConfigMap.class, Labels.SWAP);
    endpointSlices.index(BY_SERVICE, ClusterView::serviceOf);
    proxyPods.index(BY_SWAP, ClusterView::swapOf);
    gatewayPods.index(BY_GATEWAY, ClusterView::gatewayOf);
    otherWorkloads = new SharedInformer<>(GenericKubernetesResource.class, List.of());
    watched.add(otherWorkloads);
    seen.addAll(WorkloadKind.BUILT_IN);
  }

  /** Lists and begins to watch everything; returns when all of it is there. */
  public void start() {
    CompletableFuture
        .allOf(informers.stream().map(i -> i.start().toCompletableFuture()).toArray(CompletableFuture[]::new)).join();
    kinds.forEach(this::watchKind);
  }

  /** The kinds of workload that are watched. */
  public Set<WorkloadKind> workloadKinds() {
    return Set.copyOf(seen);
  }

  /** Begins to watch the kinds of these workloads that were installed since the start. */
  public void watchKindsOf(List<WorkloadRef> workloads) {
    workloads.stream().map(r -> new WorkloadKind(r.apiVersion(), r.kind())).filter(kinds::contains)
        .forEach(this::watchKind);
  }

  private synchronized void watchKind(WorkloadKind kind) {
    if (!seen.contains(kind) && ServedKinds.isServed(client, kind)) {
      var resources = client.genericKubernetesResources(kind.apiVersion(), kind.kind());
      var made = namespaces.isEmpty()
          ? List.of(resources.inAnyNamespace().withLimit(PAGE).runnableInformer(0))
          : namespaces.stream().map(n -> resources.inNamespace(n).withLimit(PAGE).runnableInformer(0)).toList();
      made.forEach(i -> i.itemStore(CacheTransform.store()).exceptionHandler((started, e) -> true));
      informers.addAll(made);
      otherWorkloads.add(made);
      made.forEach(i -> i.start().toCompletableFuture().join());
      seen.add(kind);
    }
  }

  public boolean isHealthy() {
    return watched.stream().allMatch(SharedInformer::isHealthy);
  }

  /** The slices of one Service. */
  public List<EndpointSlice> slices(String namespace, String service) {
    return endpointSlices.list(BY_SERVICE, namespace, service);
  }

  /** The proxy pods of one Swap. */
  public List<Pod> proxyPods(String namespace, String swap) {
    return proxyPods.list(BY_SWAP, namespace, swap);
  }

  /** The pods of one gateway. */
  public List<Pod> gatewayPods(String namespace, String gateway) {
    return gatewayPods.list(BY_GATEWAY, namespace, gateway);
  }

  /** The Service that a slice belongs to. */
  public static String serviceOf(EndpointSlice slice) {
    return slice.getMetadata().getLabels().get(SERVICE_NAME_LABEL);
  }

  /** The Swap that a proxy's object belongs to. */
  public static String swapOf(HasMetadata object) {
    return object.getMetadata().getLabels().get(Labels.SWAP);
  }

  /** Whether the object has a label of this name, whatever its value. */
  public static boolean isLabelled(HasMetadata object, String label) {
    var labels = object.getMetadata().getLabels();
    return labels != null && labels.containsKey(label);
  }

  /** The gateway that an object belongs to. */
  public static String gatewayOf(HasMetadata object) {
    return object.getMetadata().getLabels().get(Labels.SESSION);
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }

  private <T extends HasMetadata> SharedInformer<T> watch(Class<T> type, String label) {
    var places = namespaces.isEmpty()
        ? Stream.of(client.resources(type).inAnyNamespace())
        : namespaces.stream().map(n -> client.resources(type).inNamespace(n));
    var made = places.map(p -> (label == null ? p : p.withLabel(label)).withLimit(PAGE).runnableInformer(0)).toList();
    made.forEach(i -> i.itemStore(CacheTransform.store()).exceptionHandler((started, e) -> true));
    informers.addAll(made);
    var kind = new SharedInformer<>(type, made);
    watched.add(kind);
    return kind;
  }
}
