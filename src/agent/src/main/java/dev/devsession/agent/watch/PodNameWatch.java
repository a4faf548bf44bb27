package dev.devsession.agent.watch;

import dev.devsession.hosts.names.PodNames;
import dev.devsession.kubeconfig.Kubeconfig;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The host names and ports of the pods behind headless Services, from their EndpointSlices, kept up to date. */
public final class PodNameWatch implements AutoCloseable {

  private static final String SERVICE_NAME = "kubernetes.io/service-name";
  /** On the slices of headless Services; set by the control plane. */
  private static final String HEADLESS = "service.kubernetes.io/headless";
  private static final long PAGE = 250;

  /** What one slice tells of the Service {@code name.namespace}. */
  private record Part(String service, PodNames pods) {}

  private final ReducedStore<EndpointSlice, Part> store = new ReducedStore<>(PodNameWatch::reduce, EndpointSlice::new);
  private final SharedIndexInformer<EndpointSlice> informer;

  /**
   * Prepares the watch.
   *
   * @param namespace
   *          empty for all namespaces
   * @param onChange
   *          called after each change, on a thread of the client; must not block
   */
  public PodNameWatch(KubernetesClient client, Optional<String> namespace, Runnable onChange) {
    Kubeconfig.SERIALIZATION.registerKubernetesResource(EndpointSlice.class);
    var slices = client.discovery().v1().endpointSlices();
    var selected = namespace.isPresent() ? slices.inNamespace(namespace.get()) : slices.inAnyNamespace();
    this.informer = selected.withLabel(HEADLESS).withLimit(PAGE).runnableInformer(0).itemStore(store)
        .exceptionHandler((started, failure) -> started).addEventHandler(new OnAnyChange<>(onChange));
  }

  /** Lists and starts watching; completes with whether this user may, or with what went wrong. */
  public CompletableFuture<Boolean> start() {
    return informer.start().toCompletableFuture().thenApply(started -> true).exceptionallyCompose(failure -> {
      for (Throwable at = failure; at != null; at = at.getCause()) {
        if (at instanceof KubernetesClientException api && api.getCode() == 403) {
          return CompletableFuture.completedFuture(false);
        }
      }
      return CompletableFuture.failedFuture(failure);
    });
  }

  /** By {@code name.namespace} of the headless Service. */
  public Map<String, PodNames> pods() {
    Collection<Part> parts = store.all();
    Map<String, PodNames> pods = new HashMap<>();
    for (Part part : parts) {
      PodNames all = pods.computeIfAbsent(part.service(), service -> new PodNames(new TreeSet<>(), new TreeSet<>()));
      all.hostnames().addAll(part.pods().hostnames());
      all.ports().addAll(part.pods().ports());
    }
    return pods;
  }

  @Override
  public void close() {
    informer.stop();
  }

  private static Part reduce(EndpointSlice slice) {
    Map<String, String> labels = Objects.requireNonNullElse(slice.getMetadata().getLabels(), Map.of());
    return new Part(labels.get(SERVICE_NAME) + "." + slice.getMetadata().getNamespace(),
        new PodNames(
            slice.getEndpoints().stream().map(Endpoint::getHostname).filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new)),
            slice.getPorts().stream().filter(port -> port.getProtocol() == null || port.getProtocol().equals("TCP"))
                .map(EndpointPort::getPort).filter(Objects::nonNull).collect(Collectors.toCollection(TreeSet::new))));
  }
}
