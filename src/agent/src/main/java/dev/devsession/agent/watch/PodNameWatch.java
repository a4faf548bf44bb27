package dev.devsession.agent.watch;

import dev.devsession.console.AgentException;
import dev.devsession.hosts.names.PodNames;
import dev.devsession.kubeconfig.ApiErrors;
import dev.devsession.kubeconfig.AttemptedAction;
import dev.devsession.kubeconfig.ChartRole;
import dev.devsession.kubeconfig.Kubeconfig;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The host names and ports of the pods behind headless Services, from their EndpointSlices, kept up to date. */
public final class PodNameWatch implements AutoCloseable {

  private static final String SERVICE_NAME = "kubernetes.io/service-name";
  /** On the slices of headless Services; set by the control plane. */
  private static final String HEADLESS = "service.kubernetes.io/headless";
  private static final long PAGE = 250;

  /** What one slice tells of the Service {@code name.namespace}. */
  record Part(String service, PodNames pods) {}

  private static final AttemptedAction ATTEMPT = new AttemptedAction("list and watch endpointslices",
      "list and watch on endpointslices.discovery.k8s.io", ChartRole.DEVELOPER);

  private final ReducedStore<EndpointSlice, Part> store;
  private final SharedIndexInformer<EndpointSlice> informer;
  private final ApiErrors errors;

  /**
   * Prepares the watch.
   *
   * @param namespace
   *          empty for all namespaces
   * @param onChange
   *          called after each change, on a thread of the client; must not block
   * @param unreadable
   *          gets {@code NAMESPACE/NAME} of a slice that can't be read, once
   */
  public PodNameWatch(KubernetesClient client, Optional<String> namespace, Runnable onChange,
      Consumer<String> unreadable) {
    this.store = new ReducedStore<>(PodNameWatch::reduce, EndpointSlice::new, unreadable);
    this.errors = new ApiErrors(client, namespace, ATTEMPT);
    Kubeconfig.SERIALIZATION.registerKubernetesResource(EndpointSlice.class);
    var slices = client.discovery().v1().endpointSlices();
    var selected = namespace.isPresent() ? slices.inNamespace(namespace.get()) : slices.inAnyNamespace();
    this.informer = selected.withLabel(HEADLESS).withLimit(PAGE).runnableInformer(0).itemStore(store)
        .exceptionHandler((started, failure) -> started).addEventHandler(new OnAnyChange<>(onChange));
  }

  /** Lists and starts watching; completes when all slices are there, or with an {@link AgentException}. */
  public CompletableFuture<Void> start() {
    return informer.start().toCompletableFuture().handle((done, failure) -> {
      if (failure != null) {
        throw errors.explain(failure);
      }
      return done;
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

  /** The API server writes null for an empty list. */
  static Part reduce(EndpointSlice slice) {
    Map<String, String> labels = Objects.requireNonNullElse(slice.getMetadata().getLabels(), Map.of());
    return new Part(labels.get(SERVICE_NAME) + "." + slice.getMetadata().getNamespace(),
        new PodNames(
            some(slice.getEndpoints()).map(Endpoint::getHostname).filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new)),
            some(slice.getPorts()).filter(port -> port.getProtocol() == null || port.getProtocol().equals("TCP"))
                .map(EndpointPort::getPort).filter(Objects::nonNull).collect(Collectors.toCollection(TreeSet::new))));
  }

  private static <T> Stream<T> some(List<T> list) {
    return Stream.ofNullable(list).flatMap(List::stream).filter(Objects::nonNull);
  }
}
