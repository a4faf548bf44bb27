package dev.devsession.logs.follow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsession.kubeconfig.ApiErrors;
import dev.devsession.kubeconfig.AttemptedAction;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** All objects of a kind in a namespace, from now on, as JSON; reconnects by itself for as long as it takes. */
public final class ResourceWatch implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PAGE = 250;

  private final SharedIndexInformer<GenericKubernetesResource> informer;
  private final ApiErrors errors;

  /**
   * Prepares the watch.
   *
   * @param kind with its group and plural
   * @param attempt for the message if it is refused
   * @param seen gets each object at first and whenever it has changed
   * @param gone gets it when it is deleted; both are called on one thread of the client
   */
  public ResourceWatch(KubernetesClient client, String namespace, ResourceDefinitionContext kind,
      AttemptedAction attempt, Consumer<JsonNode> seen, Consumer<JsonNode> gone) {
    errors = new ApiErrors(client, Optional.of(namespace), attempt);
    informer = client.genericKubernetesResources(kind).inNamespace(namespace).withLimit(PAGE).runnableInformer(0)
        .itemStore(new StubStore()).exceptionHandler((started, failure) -> started)
        .addEventHandler(new ResourceEventHandler<>() {
          @Override
          public void onAdd(GenericKubernetesResource added) {
            seen.accept(JSON.valueToTree(added));
          }

          @Override
          public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
            seen.accept(JSON.valueToTree(after));
          }

          @Override
          public void onDelete(GenericKubernetesResource deleted, boolean stateUnknown) {
            gone.accept(JSON.valueToTree(deleted));
          }
        });
  }

  /** Completes when all that exist were seen, or with an {@link dev.devsession.console.AgentException}. */
  public CompletableFuture<Void> start() {
    return informer.start().toCompletableFuture().handle((done, failure) -> {
      if (failure != null) {
        throw errors.explain(failure);
      }
      return done;
    });
  }

  @Override
  public void close() {
    informer.stop();
  }
}
