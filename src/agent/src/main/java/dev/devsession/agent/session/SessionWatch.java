package dev.devsession.agent.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.api.v1alpha1.ApiNames;
import dev.devsession.console.AgentException;
import dev.devsession.kubeconfig.ApiErrors;
import dev.devsession.kubeconfig.AttemptedAction;
import dev.devsession.kubeconfig.ChartRole;
import dev.devsession.kubeconfig.JsonEventHandler;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One DevSession followed from now on; reconnects by itself for as long as it takes. */
public final class SessionWatch implements AutoCloseable {
  private static final ResourceDefinitionContext KIND = new ResourceDefinitionContext.Builder()
      .withGroup(ApiNames.GROUP).withVersion(ApiNames.VERSION).withKind("DevSession").withPlural("devsessions")
      .withNamespaced(true).build();

  private static final AttemptedAction ATTEMPT = new AttemptedAction("watch devsessions",
      "get, list and watch on devsessions." + ApiNames.GROUP, ChartRole.DEVELOPER);

  private final SharedIndexInformer<GenericKubernetesResource> informer;
  private final Runnable onGone;
  private final ApiErrors errors;

  /**
   * Prepares the watch.
   *
   * @param onState gets the session as it is and then after each change, as JSON
   * @param onGone called when it is deleted and gone; both are called on one thread of the client, and must not block
   */
  public SessionWatch(ClusterContext cluster, String name, Consumer<JsonNode> onState, Runnable onGone) {
    this.onGone = onGone;
    errors = new ApiErrors(cluster.client(), Optional.of(cluster.namespace()), ATTEMPT);
    informer = cluster.client().genericKubernetesResources(KIND).inNamespace(cluster.namespace()).withName(name)
        .runnableInformer(0).exceptionHandler((started, failure) -> started)
        .addEventHandler(new JsonEventHandler(onState, session -> onGone.run()));
  }

  /** Completes when the session is followed, or known to be gone, or with an {@link AgentException}. */
  public CompletableFuture<Void> start() {
    return informer.start().toCompletableFuture().handle((done, failure) -> {
      if (failure != null) {
        throw errors.explain(failure);
      }
      return done;
    }).thenRun(() -> {
      if (informer.getStore().list().isEmpty()) {
        onGone.run(); // before the watch began, so that nothing will tell
      }
    });
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
