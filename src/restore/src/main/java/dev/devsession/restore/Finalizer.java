package dev.devsession.restore;

import dev.devsession.api.v1alpha1.ApiNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;

/**
 * Takes our finalizer off an object. The framework's own way fails ten times and then waits for seconds when the object
 * has been written since it was read, which it has by our own last status.
 */
public final class Finalizer {
  private Finalizer() {}

  /** @return false if another client has written the object since it was read; read it again, then retry */
  public static boolean remove(KubernetesClient client, HasMetadata object) {
    try {
      patch(client, object);
      return true;
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        case 404 -> true;
        case 409 -> false;
        default -> throw e;
      };
    }
  }

  /** @throws KubernetesClientException with code 409 if the object has been written since it was read */
  static void patch(KubernetesClient client, HasMetadata object) {
    var others = object.getFinalizers().stream().filter(f -> !f.equals(ApiNames.FINALIZER)).toList();
    client.resource(object).patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(Map.of("metadata",
        Map.of("finalizers", others, "resourceVersion", object.getMetadata().getResourceVersion()))));
  }
}
