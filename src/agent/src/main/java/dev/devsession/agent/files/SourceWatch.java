package dev.devsession.agent.files;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.files.volume.Reading;
import dev.devsession.files.volume.SourceObject;
import dev.devsession.kubeconfig.JsonEventHandler;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One object followed from now on; reconnects by itself for as long as it takes. */
final class SourceWatch implements AutoCloseable {
  private final SharedIndexInformer<GenericKubernetesResource> informer;

  /** @param changed gets the object as it is and after each change, and null when it is deleted */
  private SourceWatch(ClusterContext cluster, String kind, String name, Consumer<JsonNode> changed) {
    informer = cluster.client().genericKubernetesResources(definition(kind)).inNamespace(cluster.namespace())
        .withName(name)
        .runnableInformer(0).exceptionHandler((started, failure) -> started)
        .addEventHandler(new JsonEventHandler(changed, object -> changed.accept(null)));
  }

  private static ResourceDefinitionContext definition(String kind) {
    return new ResourceDefinitionContext.Builder().withVersion("v1").withKind(kind)
        .withPlural(kind.toLowerCase(Locale.ROOT) + "s").withNamespaced(true).build();
  }

  /** Follows a source; empty if it is none that changes by itself, or that is worth a watch. */
  static Optional<SourceWatch> of(ClusterContext cluster, SourceObject object, Consumer<Reading> changed) {
    Consumer<JsonNode> read = json -> changed.accept(json == null ? new Reading.Absent() : new Reading.Found(json));
    return switch (object) {
      case SourceObject.ConfigMap(var name) -> Optional.of(new SourceWatch(cluster, "ConfigMap", name, read));
      case SourceObject.Secret(var name) -> Optional.of(new SourceWatch(cluster, "Secret", name, read));
      case SourceObject.Token _,SourceObject.TrustBundle _,SourceObject.SignerBundles _ -> Optional.empty();
    };
  }

  /** Follows a pod for as long as it is there. */
  static SourceWatch ofPod(ClusterContext cluster, String pod, Consumer<JsonNode> changed) {
    return new SourceWatch(cluster, "Pod", pod, json -> {
      if (json != null) {
        changed.accept(json);
      }
    });
  }

  /** Completes when it is followed, or fails. */
  CompletableFuture<Void> start() {
    return informer.start().toCompletableFuture();
  }

  @Override
  public void close() {
    informer.stop();
  }
}
