package dev.devsession.operator.status;

import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import java.net.HttpURLConnection;
import java.util.Optional;

/** What a status says about an unexpected error. */
public final class ReconcileFailure {
  private ReconcileFailure() {}

  /**
   * Empty for a conflict, and for an error that the first retry, 2 s later, may not meet again: otherwise a restarting
   * API server would make every status flicker. Waiting for the last attempt would be too late: it comes after 26 s.
   */
  public static Optional<ReasonedMessage> of(Exception error, Context<?> context) {
    var isConflict = error instanceof KubernetesClientException e && e.getCode() == HttpURLConnection.HTTP_CONFLICT;
    return isConflict || context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0) == 0
        ? Optional.empty()
        : Optional.of(
            ConditionMessage.ReconcileFailed.with(ApiRefusal.words(error)));
  }

  /** Writes the status of an object that is being deleted, for which the framework asks for none. */
  public static <T extends CustomResource<?, ?>> void write(RuntimeException error, T object, T patch,
      Context<T> context) {
    try {
      StatusPatch.write(object, patch, context);
    } catch (KubernetesClientException e) { // report the original error, not this one
      error.addSuppressed(e);
    }
  }
}
