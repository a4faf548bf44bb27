package dev.devsession.kubeconfig;

import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
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
    for (Throwable at : FailureText.chain(failure)) {
      if (at instanceof AgentException explained) {
        return explained;
      }
      if (at instanceof KubernetesClientException api && api.getCode() > 0) {
        return explainStatus(api);
      }
    }
    var connection = new ConnectionFailure(server(), ProxyChoice.of(client.getConfiguration()),
        Kubeconfig.localCluster(client.getConfiguration()));
    return connection.isOne(failure)
        ? new AgentException(ExitCode.UNREACHABLE, connection.explain(failure), failure)
        : new AgentException(ExitCode.FAILURE, FailureText.of(failure), failure);
  }

  private AgentException explainStatus(KubernetesClientException api) {
    var refusal = Refusal.of(api);
    if (api.getCode() == 401 || refusal.filter(r -> r.subject().isAnonymous()).isPresent()) {
      return new AgentException(ExitCode.NO_PERMISSION, "the API server " + server()
          + " does not know this user (" + api.getCode()
          + "): renew the credentials in the kubeconfig, for example by logging in again", api);
    }
    return switch (isOfTheInput(api) ? 422 : api.getCode()) {
      case 403 -> new AgentException(ExitCode.NO_PERMISSION,
          refusal.map(r -> r.explain(attempt)).orElseGet(() -> forbidden(api)), api);
      case 400, 409, 422 -> new AgentException(ExitCode.BAD_INPUT,
          "the API server refused to " + attempt.what() + ": " + message(api), api);
      default -> new AgentException(ExitCode.FAILURE,
          "the API server " + server() + " failed to " + attempt.what() + ": " + message(api), api);
    };
  }

  /** By a policy or a quota, in its own words; or by a server that gives no reason. */
  private String forbidden(KubernetesClientException api) {
    if (hasReason(api)) {
      return "the API server refused to " + attempt.what() + ": " + message(api);
    }
    var subject = Subject.unknown();
    return "you may not " + attempt.what() + namespace.map(ns -> " in namespace " + ns).orElse(" in all namespaces")
        + ". An admin grants it (" + attempt.rule() + ") with: " + namespace.map(
            ns -> subject.grant(attempt.role(), ns)).orElseGet(() -> subject.grantEverywhere(attempt.role()));
  }

  private static boolean hasReason(KubernetesClientException api) {
    return api.getStatus() != null && api.getStatus().getMessage() != null
        && api.getStatus().getMessage().strip().contains(" ");
  }

  /** The API server answers an unknown field in an apply as if it had failed itself. */
  private static boolean isOfTheInput(KubernetesClientException api) {
    return message(api).startsWith("failed to create typed patch object");
  }

  /** The server's own words. */
  public static String message(KubernetesClientException api) {
    return api.getStatus() != null && api.getStatus().getMessage() != null
        ? api.getStatus().getMessage()
        : FailureText.of(api);
  }

  private String server() {
    return client.getConfiguration().getMasterUrl().replaceFirst("/$", "");
  }
}
