package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.operator.cluster.ClusterView;
import dev.devsession.operator.nodeports.NodePortServiceWriter;
import dev.devsession.operator.status.ApiRefusal;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** Executes the steps that a session's plan decides on. */
final class SessionSteps {
  private final KubernetesClient client;
  private final NodePortServiceWriter nodePortServices;
  private final ClaimWriter claims;

  SessionSteps(KubernetesClient client, ClusterView cluster) {
    this.client = client;
    this.nodePortServices = new NodePortServiceWriter(client, cluster);
    this.claims = new ClaimWriter(client);
  }

  /** @return why the session can't be served after all, if the API server refused the step for that reason */
  Optional<ReasonedMessage> execute(SessionStep step, String namespace) {
    try {
      return write(step, namespace);
    } catch (KubernetesClientException e) {
      return Optional.of(ConditionMessage.Refused.with(ApiRefusal.of(e).orElseThrow(() -> e)));
    }
  }

  private Optional<ReasonedMessage> write(SessionStep step, String namespace) {
    switch (step) {
      case SessionStep.ChangeNodePortServices(var changes) -> {
        return nodePortServices.write(changes);
      }
      case SessionStep.WriteGateway(var writes) -> writes.forEach(w -> w.apply(client));
      case SessionStep.DeleteGateway(var objects) -> objects.forEach(o -> client.resource(o).delete());
      case SessionStep.CreateSwap(var service, var claim) -> claims.create(namespace, service, claim);
      case SessionStep.UpdateClaims(var swap, var all) -> claims.update(swap, all);
    }
    return Optional.empty();
  }
}
