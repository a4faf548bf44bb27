package dev.devsession.operator.owned;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * An object to create, or to replace the observed one with.
 *
 * @param present the observed object, or null; if another client has changed it since, the write conflicts
 */
public record ObjectWrite(HasMetadata wanted, HasMetadata present) {
  public void apply(KubernetesClient client) {
    if (present == null) {
      client.resource(wanted).create();
    } else {
      wanted.getMetadata().setResourceVersion(present.getMetadata().getResourceVersion());
      client.resource(wanted).update();
    }
  }
}
