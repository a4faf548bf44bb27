package dev.devsession.kubeconfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.function.Consumer;

/**
 * Passes on what an informer sees, as JSON, on a thread of the client.
 *
 * @param seen gets each object at first, and then whenever its version is another
 * @param gone gets it as last known when it is deleted
 */
public record JsonEventHandler(Consumer<JsonNode> seen, Consumer<JsonNode> gone)
    implements
      ResourceEventHandler<GenericKubernetesResource> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public void onAdd(GenericKubernetesResource added) {
    seen.accept(JSON.valueToTree(added));
  }

  @Override
  public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
    if (!before.getMetadata().getResourceVersion().equals(after.getMetadata().getResourceVersion())) {
      seen.accept(JSON.valueToTree(after));
    }
  }

  @Override
  public void onDelete(GenericKubernetesResource deleted, boolean stateUnknown) {
    gone.accept(JSON.valueToTree(deleted));
  }
}
