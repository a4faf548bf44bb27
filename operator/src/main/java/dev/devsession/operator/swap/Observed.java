package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwapStatus;
import dev.devsession.operator.dataplane.PodStartFailure;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Everything that a decision about one Swap depends on, at one moment.
 *
 * @param service the Service of the Swap's name, or null
 * @param workloads the namespace's workloads
 * @param config the routes' ConfigMap, or null
 * @param proxy the proxy's Deployment, or null
 * @param proxyPods its pods
 * @param slices the Service's EndpointSlices
 * @param podOwners who owns the pods behind the Service, by their names, as far as it is known
 * @param services the namespace's Services
 * @param siblings the other Swaps that the holder's session holds
 * @param startFailure why pods of an original that is restored don't start, if they don't
 * @param twin the Service that leads proxies to the original, or null
 * @param twinSlices its EndpointSlices
 * @param now the time of the decision
 */
record Observed(
    Swap swap,
    Service service,
    ClusterWorkloads workloads,
    ConfigMap config,
    Deployment proxy,
    List<Pod> proxyPods,
    List<EndpointSlice> slices,
    Map<String, PodOwner> podOwners,
    List<Service> services,
    List<Sibling> siblings,
    Optional<PodStartFailure> startFailure,
    Service twin,
    List<EndpointSlice> twinSlices,
    Instant now) {
  /** How long after the end of its grace period a pod may still be listed. */
  private static final Duration KILL_DELAY = Duration.ofSeconds(5);

  String name() {
    return swap.getMetadata().getName();
  }

  /** The Swap's status; empty if the operator hasn't processed it. */
  SwapStatus status() {
    return SwapStatuses.present(swap);
  }

  /** Whether a session has changed its claim since the Swap was last reconciled. */
  boolean isChanged() {
    return !Objects.equals(status().observedGeneration(), swap.getMetadata().getGeneration());
  }

  /** Proxy pods that the Service sends traffic to. */
  Set<String> readyProxies() {
    var proxies = proxyNames();
    return endpoints(slices, Observed::isReady).stream().filter(proxies::contains)
        .collect(Collectors.toSet());
  }

  /** Proxy pods that are ready, whether or not a Service leads to them. */
  List<Pod> readyProxyPods() {
    return proxyPods.stream().filter(p -> p.getMetadata().getDeletionTimestamp() == null && p.getStatus() != null
        && p.getStatus().getConditions().stream()
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus())))
        .toList();
  }

  /** Names of the proxy pods whose routes matter: those that a caller may reach now or next. */
  Set<String> routingProxies() {
    return twin == null
        ? readyProxies()
        : readyProxyPods().stream().map(p -> p.getMetadata().getName()).collect(Collectors.toSet());
  }

  /** Whether callers may reach pods of the original by the Service itself. */
  boolean hasDirectEndpoints() {
    var proxies = proxyNames();
    return endpoints(slices, Observed::isReady).stream().anyMatch(n -> !proxies.contains(n));
  }

  /** Whether proxies reach an original. */
  boolean isTwinReady() {
    return !endpoints(twinSlices, Observed::isReady).isEmpty();
  }

  /** Pods of the original that the Service or, while it is switched, its twin sends traffic to. */
  int countReadyOriginals() {
    var proxies = proxyNames();
    var all = new HashSet<>(endpoints(twinSlices, Observed::isReady));
    all.addAll(endpoints(slices, Observed::isReady));
    all.removeAll(proxies);
    return all.size();
  }

  /** Proxy pods that may still hold a caller, in order; not those that a node should have ended by now. */
  List<String> drainingProxies() {
    return proxyPods.stream().filter(p -> p.getMetadata().getDeletionTimestamp() == null
        || now.isBefore(Instant.parse(p.getMetadata().getDeletionTimestamp()).plus(KILL_DELAY)))
        .map(p -> p.getMetadata().getName()).sorted().toList();
  }

  /** The workload's pods behind the Service, in any state: as long as one is listed, it may still answer a client. */
  Set<String> originals(Workload workload) {
    return originals(workload, e -> true);
  }

  /** The workload's pods that the Service sends traffic to. */
  Set<String> readyOriginals(Workload workload) {
    return originals(workload, Observed::isReady);
  }

  /** All but proxies and those that others own: a pod of an unknown owner counts as the workload's. */
  private Set<String> originals(Workload workload, Predicate<Endpoint> which) {
    var proxies = proxyNames();
    return endpoints(slices, which).stream()
        .filter(n -> !proxies.contains(n) && !Proxy.isPodName(n, name()))
        .filter(n -> podOwners.get(n) == null || podOwners.get(n).isOf(workload)).collect(Collectors.toSet());
  }

  private Set<String> proxyNames() {
    return proxyPods.stream().map(p -> p.getMetadata().getName()).collect(Collectors.toSet());
  }

  private static Set<String> endpoints(List<EndpointSlice> slices, Predicate<Endpoint> which) {
    return slices.stream().map(EndpointSlice::getEndpoints).filter(Objects::nonNull).flatMap(List::stream).filter(which)
        .map(e -> e.getTargetRef() == null ? String.join(",", e.getAddresses()) : e.getTargetRef().getName())
        .collect(Collectors.toSet());
  }

  private static boolean isReady(Endpoint endpoint) {
    return endpoint.getConditions() != null && Boolean.TRUE.equals(endpoint.getConditions().getReady());
  }
}
