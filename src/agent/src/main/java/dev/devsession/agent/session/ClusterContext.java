package dev.devsession.agent.session;

import dev.devsession.kubeconfig.ApiErrors;
import dev.devsession.kubeconfig.AttemptedAction;
import dev.devsession.kubeconfig.Kubeconfig;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One namespace of one cluster, as one user. */
public record ClusterContext(KubernetesClient client, Api api, String namespace) implements AutoCloseable {

  /** With a client that only knows what the agent meets. */
  public static ClusterContext of(Config config, String namespace) {
    var client = Kubeconfig.connect(config, List.of(GenericKubernetesResource.class));
    return new ClusterContext(client, new Api(client), namespace);
  }

  /** The context's name in the kubeconfig. */
  public String context() {
    return client.getConfiguration().getCurrentContext().getName();
  }

  /**
   * Does something in the namespace, or in all of them.
   *
   * @throws dev.devsession.console.AgentException that says what a refusal means
   */
  public <T> T attempt(AttemptedAction attempt, Optional<String> where, Supplier<T> request) {
    try {
      return request.get();
    } catch (RuntimeException e) {
      throw new ApiErrors(client, where, attempt).explain(e);
    }
  }

  /** Does something in the namespace. */
  public <T> T attempt(AttemptedAction attempt, Supplier<T> request) {
    return attempt(attempt, Optional.of(namespace), request);
  }

  @Override
  public void close() {
    client.close();
  }
}
