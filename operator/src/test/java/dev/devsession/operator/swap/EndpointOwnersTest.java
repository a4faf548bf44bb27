package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The API server is asked for pods that weren't asked for before, and for no others. */
class EndpointOwnersTest {
  private static final Service ORDERS = new ServiceBuilder().withNewMetadata().withNamespace("shop").withName("orders")
      .endMetadata().withNewSpec().addToSelector("app", "orders").endSpec().build();
  private static final PodOwner OWNER = new PodOwner("StatefulSet", "orders");

  private List<Pod> pods = List.of(pod("orders-0"), pod("orders-1"));
  private int lists;
  private final EndpointOwners owners = new EndpointOwners((namespace, labels) -> {
    assertThat(namespace).isEqualTo("shop");
    assertThat(labels).isEqualTo(Map.of("app", "orders"));
    lists++;
    return pods;
  });

  @Test
  void samePodsAreAskedForOnce() {
    assertThat(of("orders-0", "orders-1")).isEqualTo(Map.of("orders-0", OWNER, "orders-1", OWNER));
    assertThat(of("orders-1", "orders-0")).hasSize(2);
    assertThat(lists).isEqualTo(1);
  }

  @Test
  void podsThatGoAreLeftOutWithoutAsking() {
    of("orders-0", "orders-1");
    assertThat(of("orders-1")).isEqualTo(Map.of("orders-1", OWNER));
    assertThat(of("orders-0", "orders-1")).hasSize(2);
    assertThat(lists).isEqualTo(1);
  }

  @Test
  void proxyThatComesIsNotAskedFor() {
    of("orders-0", "orders-1");
    assertThat(of("orders-0", "orders-1", "devsession-orders-5f6c-x2v9k")).hasSize(2);
    assertThat(lists).isEqualTo(1);
  }

  @Test
  void newPodIsAskedFor() {
    of("orders-0", "orders-1");
    pods = List.of(pod("orders-0"), pod("orders-1"), pod("orders-2"));
    assertThat(of("orders-0", "orders-1", "orders-2")).hasSize(3);
    assertThat(lists).isEqualTo(2);
  }

  private Map<String, PodOwner> of(String... ready) {
    return owners.of(ORDERS, List.of(slice(ready)));
  }

  private static EndpointSlice slice(String... names) {
    var slice = new EndpointSliceBuilder().withNewMetadata().withName("orders-1").endMetadata();
    Stream.of(names).forEach(name -> slice.addNewEndpoint().withNewTargetRef().withKind("Pod").withName(name)
        .endTargetRef().withNewConditions().withReady(true).endConditions().endEndpoint());
    return slice.build();
  }

  private static Pod pod(String name) {
    return new PodBuilder().withNewMetadata().withName(name).addNewOwnerReference().withKind(OWNER.kind())
        .withName(OWNER.name()).withController(true).endOwnerReference().endMetadata().build();
  }
}
