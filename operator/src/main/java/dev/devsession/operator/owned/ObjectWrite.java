package dev.devsession.operator.owned;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * An object to be made, or to be put in the place of the one that was observed.
 *
 * @param present the one that was observed, or null; if another client has changed it since, the write is a conflict
 */
public record ObjectWrite(HasMetadata wanted, HasMetadata present) {
  public void take(KubernetesClient client) {
    if (present == null) {
      client.resource(wanted).create();
    } else {
      wanted.getMetadata().setResourceVersion(present.getMetadata().getResourceVersion());
      client.resource(wanted).update();
    }
  }
}
