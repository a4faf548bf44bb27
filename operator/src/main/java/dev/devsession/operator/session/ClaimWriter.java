package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.ApiNames;
import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwapSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;

/** Writes claims into Swaps. Each write names the version it rests on, so two sessions can't undo each other. */
public final class ClaimWriter {
  private final KubernetesClient client;

  public ClaimWriter(KubernetesClient client) {
    this.client = client;
  }

  /** Makes the Swap with its first claim. It is created with its finalizer, so it never exists without one. */
  void create(String namespace, String service, Claim claim) {
    var swap = new Swap();
    swap.setMetadata(
        new ObjectMetaBuilder().withNamespace(namespace).withName(service).withFinalizers(ApiNames.FINALIZER)
            .withLabels(Map.of(Labels.MANAGED_BY, Labels.MANAGER)).build());
    swap.setSpec(new SwapSpec(List.of(claim)));
    client.resource(swap).create();
  }

  /** Replaces the claims of a Swap; fails with a conflict if it has changed since it was read. */
  public void update(Swap present, List<Claim> claims) {
    var swap = new Swap();
    swap.setMetadata(present.getMetadata());
    swap.setSpec(new SwapSpec(claims));
    swap.setStatus(present.getStatus());
    client.resource(swap).lockResourceVersion(present.getMetadata().getResourceVersion()).update();
  }
}
