package dev.devsession.logs.follow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsession.kubeconfig.ApiErrors;
import dev.devsession.kubeconfig.AttemptedAction;
import dev.devsession.kubeconfig.JsonEventHandler;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/** All objects of a kind in a namespace, as JSON: as they are, and from then on. */
public final class ResourceWatch implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PAGE = 250;

  private final KubernetesClient client;
  private final String path;
  private final Consumer<JsonNode> seen;
  private final SharedIndexInformer<GenericKubernetesResource> informer;
  private final ApiErrors errors;

  /**
   * Prepares the watch.
   *
   * @param kind with its group and plural
   * @param attempt for the message if it is refused
   * @param seen gets each object at first and whenever it has changed
   * @param gone gets it when it is deleted
   */
  public ResourceWatch(KubernetesClient client, String namespace, ResourceDefinitionContext kind,
      AttemptedAction attempt, Consumer<JsonNode> seen, Consumer<JsonNode> gone) {
    this.client = client;
    this.seen = seen;
    path = (kind.getGroup() == null ? "/api/" : "/apis/" + kind.getGroup() + "/") + kind.getVersion() + "/namespaces/"
        + namespace + "/" + kind.getPlural();
    errors = new ApiErrors(client, Optional.of(namespace), attempt);
    informer = client.genericKubernetesResources(kind).inNamespace(namespace).withLimit(PAGE).runnableInformer(0)
        .itemStore(new StubStore()).exceptionHandler((started, failure) -> started)
        .addEventHandler(new JsonEventHandler(seen, gone));
  }

  /** Returns when all objects that exist were seen. @throws dev.devsession.console.AgentException if that is refused */
  public void list() {
    var next = "";
    do {
      var page = page(next);
      page.path("items").valueStream().forEach(seen);
      next = page.path("metadata").path("continue").asText();
    } while (!next.isEmpty());
  }

  /** Begins to watch; reconnects by itself for as long as it takes. */
  public void follow() {
    informer.start();
  }

  private JsonNode page(String from) {
    try {
      return JSON.readTree(client.raw(path + "?limit=" + PAGE + (from.isEmpty()
          ? ""
          : "&continue=" + URLEncoder.encode(from, StandardCharsets.UTF_8))));
    } catch (KubernetesClientException | JsonProcessingException e) {
      throw errors.explain(e);
    }
  }

  @Override
  public void close() {
    informer.stop();
  }
}
