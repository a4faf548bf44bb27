package dev.devsession.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.kubeconfig.Kubeconfig;
import org.junit.jupiter.api.Test;

/** {@code restore} reads the objects of an operator that is a release ahead. */
class LaterOperatorTest {
  @Test
  void fieldsThatALaterOperatorAddedAreSkipped() {
    var session = Kubeconfig.SERIALIZATION.unmarshal("""
        {"apiVersion": "devsession.dev/v1alpha1", "kind": "DevSession", "metadata": {"name": "ada"},
         "spec": {"services": [{"name": "orders", "later": true}]},
         "status": {"swapped": "1/1", "later": {"a": 1}}}
        """, DevSession.class);

    assertThat(session.getSpec().services().getFirst().name()).isEqualTo("orders");
    assertThat(session.getStatus().swapped()).isEqualTo("1/1");
  }
}
