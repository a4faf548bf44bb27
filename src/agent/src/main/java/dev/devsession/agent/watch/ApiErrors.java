package dev.devsession.agent.watch;

import dev.devsession.agent.AgentException;
import dev.devsession.agent.ExitCode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** Says what a failed first list of Services means and who can change it. */
public record ApiErrors(KubernetesClient client, Optional<String> namespace) {

  /** @param failure of a list of Services, or anything that is no matter of rights */
  public AgentException explain(Throwable failure) {
    Throwable root = failure;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof KubernetesClientException api && api.getCode() > 0) {
        return explainStatus(api);
      }
      root = at;
    }
    String detail = Optional.ofNullable(root.getMessage()).orElseGet(root.getClass()::getSimpleName);
    return new AgentException(ExitCode.UNREACHABLE,
        "cannot reach the API server " + server() + " (" + detail
            + "): is the cluster up, and is it the right --context?",
        failure);
  }

  private AgentException explainStatus(KubernetesClientException api) {
    return switch (api.getCode()) {
      case 401 -> new AgentException(ExitCode.NO_PERMISSION,
          "the API server " + server() + " does not know this user (401): renew the credentials in the kubeconfig",
          api);
      case 403 -> new AgentException(ExitCode.NO_PERMISSION, forbidden(), api);
      default -> new AgentException(ExitCode.FAILURE,
          "the API server " + server() + " refused to list services: " + api.getMessage(), api);
    };
  }

  private String forbidden() {
    String rule = "get, list and watch on services";
    String user = Optional.ofNullable(client.getConfiguration().getCurrentContext())
        .map(context -> context.getContext().getUser()).orElse("USER");
    return namespace
        .map(ns -> "you may not list services in namespace " + ns + ". An admin grants it (" + rule
            + ") with: kubectl create rolebinding " + user + "-view --clusterrole=view --user=" + user + " -n " + ns)
        .orElse("you may not list services in all namespaces: name one with -n, or an admin grants it (" + rule
            + ") with: kubectl create clusterrolebinding " + user + "-view --clusterrole=view --user=" + user);
  }

  private String server() {
    return client.getConfiguration().getMasterUrl();
  }
}
