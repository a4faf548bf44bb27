package dev.devsession.operator.status;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.function.Supplier;

/** A status to be written to an object: all that the operator applies to it, whatever else is in the object. */
public final class StatusPatch {
  private StatusPatch() {}

  /** @param empty makes an object of the kind */
  public static <S, T extends CustomResource<?, S>> T of(T object, S status, Supplier<T> empty) {
    var patch = empty.get();
    patch.setMetadata(new ObjectMetaBuilder().withNamespace(object.getMetadata().getNamespace())
        .withName(object.getMetadata().getName()).build());
    patch.setStatus(status);
    return patch;
  }

  /** Writes it where the framework doesn't: while the object is being deleted. */
  public static void write(KubernetesClient client, CustomResource<?, ?> patch) {
    client.resource(patch).subresource("status").patch();
  }
}
