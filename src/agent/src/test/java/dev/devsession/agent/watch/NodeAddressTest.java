package dev.devsession.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeAddressTest {

  @Test
  void prefersTheNodeThatServesTheApiThenReadyOnesThenTheFirstName() {
    Node a = node("a", "10.0.0.1", "False");
    Node b = node("b", "10.0.0.2", "True");
    Node c = node("c", "10.0.0.3", "True");

    assertThat(NodeAddress.choose(List.of(c, b, a), "10.0.0.1")).contains("10.0.0.1");
    assertThat(NodeAddress.choose(List.of(a, c, b), "127.0.0.1")).contains("10.0.0.2");
    assertThat(NodeAddress.choose(List.of(a), "127.0.0.1")).contains("10.0.0.1");
  }

  @Test
  void nodesWithoutAnInternalAddressDoNotCount() {
    Node bare = new NodeBuilder().withNewMetadata().withName("bare").endMetadata().build();
    Node external = new NodeBuilder(bare).withNewStatus().addNewAddress("203.0.113.1", "ExternalIP").endStatus()
        .build();

    assertThat(NodeAddress.choose(List.of(bare, external), "127.0.0.1")).isEmpty();
  }

  private static Node node(String name, String internalIp, String ready) {
    return new NodeBuilder().withNewMetadata().withName(name).endMetadata().withNewStatus()
        .addNewAddress(name, "Hostname")
        .addNewAddress(internalIp, "InternalIP").addNewCondition().withType("Ready").withStatus(ready).endCondition()
        .endStatus().build();
  }
}
