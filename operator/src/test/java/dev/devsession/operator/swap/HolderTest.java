package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.api.v1alpha1.SwapSpec;
import dev.devsession.api.v1alpha1.Transport;
import dev.devsession.api.v1alpha1.TransportType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A Swap's holder is the session that its proxy leads to, not just the first in the queue. */
class HolderTest {
  private final Scene scene = new Scene();

  @Test
  void formerSessionHoldsUntilTheProxyUsesTheNextOnesRoutes() {
    scene.runUntilNothingChanges();
    assertThat(scene.swap.getStatus().holder()).isEqualTo("ada");

    scene.swap.setSpec(new SwapSpec(List.of(new Claim("bob", SwapMode.Replace, null, List.of(),
        new Transport(TransportType.Direct, "192.0.2.2")))));

    assertThat(scene.decide().step()).isInstanceOf(Step.ApplyProxy.class);
    scene.executeStep();
    assertThat(scene.swap.getStatus().holder()).isEqualTo("ada");

    scene.runUntilNothingChanges();

    assertThat(scene.swap.getStatus().holder()).isEqualTo("bob");
  }
}
