package dev.devsession.operator.status;

import dev.devsession.api.v1alpha1.FieldManagers;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
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
   * Writes it, and tells the framework's cache: otherwise the next reconciliation may still see the former status, find
   * that it is what it would write, and leave this one standing. Not through the framework, which would write it to a
   * newer version of the object as well.
   *
   * @param object what the status was computed from
   * @return the object as it is then
   * @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 if the object is newer than that
   */
  public static <T extends CustomResource<?, ?>> T write(T object, T patch, Context<T> context) {
    var written = context.getClient().resource(patch).subresource("status").patch(APPLY);
    context.eventSourceRetriever().getControllerEventSource()
        .handleRecentResourceUpdate(ResourceID.fromResource(object), written, object);
    return written;
  }
}
