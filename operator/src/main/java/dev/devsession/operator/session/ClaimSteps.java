package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.operator.cluster.ClusterView;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Takes the steps that a session's plan decided. */
final class ClaimSteps {
  private final ClusterView cluster;
  private final ClaimWriter claims;

  ClaimSteps(KubernetesClient client, ClusterView cluster) {
    this.cluster = cluster;
    this.claims = new ClaimWriter(client);
  }

  void take(DevSession session, SessionPlan.Moves moves) {
    var namespace = session.getMetadata().getNamespace();
    for (var swap : moves.withdraw()) {
      claims.update(swap, Claims.without(swap.getSpec().claims(), session.getMetadata().getName()));
    }
    moves.put().forEach((service, claim) -> {
      var swap = cluster.swaps.get(namespace, service);
      if (swap.isEmpty()) {
        claims.create(namespace, service, claim);
      } else if (swap.get().getMetadata().getDeletionTimestamp() == null) {
        claims.update(swap.get(), Claims.with(swap.get().getSpec().claims(), claim, isHeld(swap.get()),
            name -> cluster.sessions.get(namespace, name).map(s -> s.getMetadata().getCreationTimestamp()).orElse("")));
      } // else it is on its way out; its going is an event
    });
  }

  private static boolean isHeld(Swap swap) {
    return swap.getStatus() != null && swap.getStatus().mark() != null;
  }
}
