package dev.devsession.operator.status;

import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import java.net.HttpURLConnection;
import java.util.Optional;

/** What a status says of an error that the operator isn't prepared for. */
public final class ReconcileFailure {
  private ReconcileFailure() {}

  /**
   * Empty for what need not be said: a conflict, and an error that the first retry, 2 s later, may find gone. Else an
   * API server that restarts would make every status flicker. The last attempt is too late: it comes after 26 s.
   */
  public static Optional<ReasonedMessage> of(Exception error, Context<?> context) {
    var isConflict = error instanceof KubernetesClientException e && e.getCode() == HttpURLConnection.HTTP_CONFLICT;
    return isConflict || context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0) == 0
        ? Optional.empty()
        : Optional.of(
            ConditionMessage.ReconcileFailed.with(error.getMessage() == null ? error.toString() : error.getMessage()));
  }

  /** Writes the status of an object that is being deleted, for which the framework asks for none. */
  public static void write(RuntimeException error, Context<?> context, CustomResource<?, ?> patch) {
    try {
      StatusPatch.write(context.getClient(), patch);
    } catch (KubernetesClientException e) { // the error itself is what has to be known
      error.addSuppressed(e);
    }
  }
}
