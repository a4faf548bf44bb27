package dev.devsession.kubeconfig;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** Says what a refused request means and who can change it. */
public record ApiErrors(KubernetesClient client, Optional<String> namespace, AttemptedAction attempt) {

  /** For the first list of Services. */
  public ApiErrors(KubernetesClient client, Optional<String> namespace) {
    this(client, namespace, AttemptedAction.LIST_SERVICES);
  }

  /** @param failure of the attempt, or any other exception on the way */
  public AgentException explain(Throwable failure) {
    Throwable root = failure;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof AgentException explained) {
        return explained;
      }
      if (at instanceof KubernetesClientException api && api.getCode() > 0) {
        return explainStatus(api);
      }
      root = at;
    }
    String detail = Optional.ofNullable(root.getMessage()).orElseGet(root.getClass()::getSimpleName);
    return new AgentException(ExitCode.UNREACHABLE,
        "cannot reach the API server " + server() + " (" + detail
            + "): is the cluster running, and is --context the right one?",
        failure);
  }

  private AgentException explainStatus(KubernetesClientException api) {
    var subject = Subject.of(api, client.getConfiguration());
    if (api.getCode() == 401 || subject.isAnonymous()) {
      return new AgentException(ExitCode.NO_PERMISSION, "the API server " + server()
          + " does not know this user (" + api.getCode()
          + "): renew the credentials in the kubeconfig, for example by logging in again", api);
    }
    return switch (isOfTheInput(api) ? 422 : api.getCode()) {
      case 403 -> new AgentException(ExitCode.NO_PERMISSION, forbidden(subject), api);
      case 400, 409, 422 -> new AgentException(ExitCode.BAD_INPUT,
          "the API server refused to " + attempt.what() + ": " + message(api), api);
      default -> new AgentException(ExitCode.FAILURE,
          "the API server " + server() + " failed to " + attempt.what() + ": " + message(api), api);
    };
  }

  private String forbidden(Subject subject) {
    return namespace
        .map(ns -> "you may not " + attempt.what() + " in namespace " + ns + " (" + subject.name()
            + "). An admin grants it (" + attempt.rule() + ") with: " + subject.grant(attempt.role(), ns))
        .orElseGet(() -> "you may not " + attempt.what() + " in all namespaces (" + subject.name()
            + "): name one with -n, or an admin grants it (" + attempt.rule() + ") with: "
            + subject.grantEverywhere(attempt.role()));
  }

  /** The API server answers an unknown field in an apply as if it had failed itself. */
  private static boolean isOfTheInput(KubernetesClientException api) {
    return message(api) != null && message(api).startsWith("failed to create typed patch object");
  }

  private static String message(KubernetesClientException api) {
    return api.getStatus() != null && api.getStatus().getMessage() != null
        ? api.getStatus().getMessage()
        : api.getMessage();
  }

  private String server() {
    return client.getConfiguration().getMasterUrl().replaceFirst("/$", "");
  }
}
