package dev.devsession.agent.watch;

import dev.devsession.console.AgentException;
import dev.devsession.hosts.names.ServiceInfo;
import dev.devsession.kubeconfig.ApiErrors;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.ServiceResource;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The Services of a namespace, or of all, kept up to date; reconnects by itself for as long as it takes. */
public final class ServiceWatch implements AutoCloseable {

  /** Services per page of the first list, so that it never stands in memory whole. */
  private static final long PAGE = 250;

  private final ReducedStore<Service, ServiceInfo> store;
  private final SharedIndexInformer<Service> informer;
  private final ApiErrors errors;

  /**
   * Prepares the watch.
   *
   * @param namespace
   *          empty for all namespaces
   * @param onChange
   *          called after each change, on a thread of the client; must not block
   * @param unreadable
   *          gets {@code NAMESPACE/NAME} of a Service that can't be read, once
   */
  public ServiceWatch(KubernetesClient client, Optional<String> namespace, Runnable onChange,
      Consumer<String> unreadable) {
    this.store = new ReducedStore<>(ServiceReduction::of, Service::new, unreadable);
    this.errors = new ApiErrors(client, namespace);
    FilterWatchListDeletable<Service, ServiceList, ServiceResource<Service>> selected = namespace.isPresent()
        ? client.services().inNamespace(namespace.get())
        : client.services().inAnyNamespace();
    this.informer = selected.withLimit(PAGE).runnableInformer(0).itemStore(store)
        .exceptionHandler((started, failure) -> started).addEventHandler(new OnAnyChange<>(onChange));
  }

  /** Lists and starts watching; completes when all Services are there, or with an {@link AgentException}. */
  public CompletableFuture<Void> start() {
    return informer.start().toCompletableFuture().handle((done, failure) -> {
      if (failure != null) {
        throw errors.explain(failure);
      }
      return done;
    });
  }

  /** The Services as last seen. */
  public Collection<ServiceInfo> services() {
    return store.all();
  }

  /** Whether changes are arriving at present. */
  public boolean isConnected() {
    return informer.isWatching();
  }

  @Override
  public void close() {
    informer.stop();
  }
}
