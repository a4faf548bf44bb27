package dev.devsession.operator.status;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import java.util.function.Supplier;

/**
 * A status to be written to an object: all that the operator applies to it, whatever else is in the object. It is bound
 * to the version of the object that it was computed from, so that no status goes back to an older one.
 */
public final class StatusPatch {
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
   * Writes it, and lets the framework know the result before its event comes.
   *
   * @return the object as it is then
   * @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 if the object is newer than what the
   * status was computed from
   */
  public static <T extends CustomResource<?, ?>> T write(T object, T patch, Context<T> context) {
    return PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(object, patch, context);
  }
}
