package dev.devsession.operator.status;

import dev.devsession.api.v1alpha1.FieldManagers;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.function.Supplier;

/**
 * A status to be written to an object: all that the operator applies to it, whatever else is in the object. It is bound
 * to the version of the object that it was computed from, so that no status goes back to an older one.
 */
public final class StatusPatch {
  private static final PatchContext APPLY = new PatchContext.Builder().withPatchType(PatchType.SERVER_SIDE_APPLY)
      .withFieldManager(FieldManagers.OPERATOR).withForce(true).build();

  private StatusPatch() {}

  /** @param empty makes an object of the kind */
  public static <S, T extends CustomResource<?, S>> T of(T object, S status, Supplier<T> empty) {
    var patch = empty.get();
    patch.setMetadata(new ObjectMetaBuilder().withNamespace(object.getMetadata().getNamespace())
        .withName(object.getMetadata().getName())
        .withResourceVersion(object.getMetadata().getResourceVersion()).build());
    patch.setStatus(status);
    return patch;
  }

  /**
   * Writes it. Not through the framework, which would write it to a newer version of the object as well.
   *
   * @return the object as it is then
   * @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 if the object is newer than what the
   * status was computed from
   */
  public static <T extends CustomResource<?, ?>> T write(KubernetesClient client, T patch) {
    return client.resource(patch).subresource("status").patch(APPLY);
  }
}
