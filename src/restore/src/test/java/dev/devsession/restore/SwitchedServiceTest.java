package dev.devsession.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Labels;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SwitchedServiceTest {
  private static final Map<String, String> TO_PROXIES = Map.of(Labels.SWAP, "orders");

  @Test
  void serviceAsItsOwnersLeftItIsNone() {
    assertThat(SwitchedService.of(service("orders", Map.of(), Map.of("app", "orders")), List.of(), List.of()))
        .isEmpty();
  }

  @Test
  void withoutAMarkTheTwinSaysWhatItSelected() {
    var twin = service("devsession-orders-original", TO_PROXIES, Map.of("app", "orders"));

    assertThat(SwitchedService.of(service("orders", Map.of(), TO_PROXIES), List.of(), List.of(twin)))
        .hasValueSatisfying(switched -> assertThat(switched.mark()).map(SelectorMark::selector)
            .contains(Map.of("app", "orders")));
  }

  /** It selects what its Service does, so it leads to the proxies too. */
  @Test
  void serviceThatOpensNodePortsOfASwitchedOneIsNone() {
    var nodePorts = service("devsession-orders", Map.of(Labels.NODE_PORT_SERVICE_OF, "orders"), TO_PROXIES);

    assertThat(SwitchedService.of(nodePorts, List.of(), List.of())).isEmpty();
  }

  private static Service service(String name, Map<String, String> labels, Map<String, String> selector) {
    return new ServiceBuilder().withNewMetadata().withName(name).withNamespace("shop").withLabels(labels).endMetadata()
        .withNewSpec().withSelector(selector).endSpec().build();
  }
}
