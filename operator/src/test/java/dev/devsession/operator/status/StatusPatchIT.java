package dev.devsession.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Resets;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwapSpec;
import dev.devsession.api.v1alpha1.SwapStatus;
import dev.devsession.api.v1alpha1.SwapStatusBuilder;
import dev.devsession.operator.CustomResources;
import io.fabric8.kubeapitest.junit.EnableKubeAPIServer;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A status never goes back: what was computed from an older version of the object is not written. */
@EnableKubeAPIServer
class StatusPatchIT {
  static KubernetesClient client;

  @Test
  void statusComputedFromAnOlderVersionIsRefused() throws Exception {
    CustomResources.install(client);
    var stale = new StaleWriter();
    var operator = new Operator(o -> o.withKubernetesClient(client).withCloseClientOnStop(false));
    operator.register(stale);
    operator.start();

    client.resource(swap()).create();

    assertThat(stale.refused.get(30, TimeUnit.SECONDS)).isEqualTo(409);
    assertThat(client.resource(swap()).get().getStatus().resets().count()).isEqualTo(2);
    operator.stop();
  }

  private static Swap swap() {
    var swap = new Swap();
    swap.setMetadata(new ObjectMetaBuilder().withNamespace("default").withName("orders").build());
    swap.setSpec(new SwapSpec(List.of()));
    return swap;
  }

  /** Writes a status, and then one that it computed from what it had read before. */
  @ControllerConfiguration(name = "stale")
  private static final class StaleWriter implements Reconciler<Swap> {
    final CompletableFuture<Integer> refused = new CompletableFuture<>();

    @Override
    public UpdateControl<Swap> reconcile(Swap read, Context<Swap> context) {
      if (!refused.isDone()) {
        StatusPatch.write(read, StatusPatch.of(read, status(2), Swap::new), context);
        try {
          StatusPatch.write(read, StatusPatch.of(read, status(1), Swap::new), context);
          refused.complete(200);
        } catch (KubernetesClientException e) {
          refused.complete(e.getCode());
        }
      }
      return UpdateControl.noUpdate();
    }

    private static SwapStatus status(int resets) {
      return new SwapStatusBuilder()
          .withResets(new Resets(resets, "kubectl", "Update", null, "2026-01-01T00:00:00Z", null, null, null, null))
          .build();
    }
  }
}
