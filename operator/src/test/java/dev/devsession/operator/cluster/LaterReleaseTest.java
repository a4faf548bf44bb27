package dev.devsession.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Swap;
import org.junit.jupiter.api.Test;

/** An object that a later release wrote can be read, or no operator could be rolled back while one is there. */
class LaterReleaseTest {
  @Test
  void fieldsOfALaterReleaseAreSkipped() {
    var swap = KubernetesClients.serialization().unmarshal("""
        {"apiVersion": "devsession.dev/v1alpha1", "kind": "Swap", "metadata": {"name": "orders"},
         "spec": {"claims": [{"session": "ada", "mode": "Replace", "later": true,
           "transport": {"type": "Direct", "hostAddress": "10.0.0.1", "later": {"a": 1}}}], "later": []},
         "status": {"holder": "ada", "later": "x"}}
        """, Swap.class);

    assertThat(swap.getSpec().claims().getFirst().transport().hostAddress()).isEqualTo("10.0.0.1");
    assertThat(swap.getStatus().holder()).isEqualTo("ada");
  }
}
