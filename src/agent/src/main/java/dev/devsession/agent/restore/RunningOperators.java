package dev.devsession.agent.restore;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** Looks for a running operator, which restores by itself. */
public final class RunningOperators {
  private static final String LABEL = "app.kubernetes.io/name";
  private static final String NAME = "devsession";

  private RunningOperators() {}

  /** Where one runs, as {@code NAMESPACE/NAME}; empty also where this user may not look. */
  public static Optional<String> running(KubernetesClient client) {
    try {
      return client.resources(Deployment.class).inAnyNamespace().withLabel(LABEL, NAME).list().getItems().stream()
          .filter(RunningOperators::runs).map(d -> d.getMetadata().getNamespace() + "/" + d.getMetadata().getName())
          .findFirst();
    } catch (KubernetesClientException e) {
      if (e.getCode() == 403) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean runs(Deployment deployment) {
    var status = deployment.getStatus();
    return status != null && status.getAvailableReplicas() != null && status.getAvailableReplicas() > 0;
  }
}
