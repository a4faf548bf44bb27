package dev.devsession.operator.status;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells a write that the API server refuses from one that only has to be repeated. Pure. */
public final class ApiRefusal {
  /** The credentials, the object's version or existence, or the server's load: not what the write would change. */
  private static final Set<Integer> TO_REPEAT = Set.of(401, 404, 409, 410, 429);
  /** With these words the API server reports a policy or webhook, which may set any code, and one that failed. */
  private static final Pattern ADMISSION = Pattern
      .compile("denied (the )?request|failed calling webhook|admission webhook|ValidatingAdmissionPolicy");
  private static final String NO_DRY_RUN = "does not support dry run";

  private ApiRefusal() {}

  /** The words of the permission, quota, policy or webhook that refused the write; empty if none did. */
  public static Optional<String> of(KubernetesClientException error) {
    var words = words(error);
    var refused = error.getCode() >= 400 && error.getCode() < 500 && !TO_REPEAT.contains(error.getCode());
    return refused || ADMISSION.matcher(words).find() ? Optional.of(words) : Optional.empty();
  }

  /** Whether a dry run was refused only for being one: that says nothing of the write itself. */
  public static boolean isWithoutDryRun(KubernetesClientException error) {
    return words(error).contains(NO_DRY_RUN);
  }

  /** The message of the API server alone, without the request; the error's own if the API server sent none. */
  public static String words(Exception error) {
    if (error instanceof KubernetesClientException e && e.getStatus() != null && e.getStatus().getMessage() != null) {
      return e.getStatus().getMessage();
    }
    var message = error.getMessage() == null ? error.toString() : error.getMessage();
    return error instanceof KubernetesClientException && error.getCause() != null
        ? message + " " + error.getCause()
        : message;
  }
}
