package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ServicePortMapping;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.api.v1alpha1.SwapSpec;
import dev.devsession.api.v1alpha1.SwapStatusBuilder;
import dev.devsession.api.v1alpha1.Transport;
import dev.devsession.api.v1alpha1.TransportType;
import dev.devsession.restore.Mark;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Services of one session that select the same workload: one proxy answers for all. */
class SharedProxyTest {
  private final Scene scene = new Scene();

  @Test
  void theProxyOfTheFirstCarriesThePortsOfAll() {
    scene.around.siblings = List.of(sibling("orders-grpc", 9090, 3001, null));
    assertThat(((Step.ApplyProxy) scene.decide().step()).proxy().config().getData().get(Proxy.ROUTES_FILE))
        .isEqualTo("8080=192.0.2.1:80\n9090=192.0.2.1:3001\n");
  }

  @Test
  void theOthersMakeNone() {
    scene.around.siblings = List.of(sibling("a-first", 9090, 3001, null));
    assertThat(scene.decide()).returns(ConditionReason.ProxyStarting, Decision::reason)
        .satisfies(d -> assertThat(d.step()).isInstanceOf(Step.Wait.class))
        .satisfies(d -> assertThat(d.says().message()).contains("a-first"));
  }

  @Test
  void theyAreSwappedWithItWhenItCarriesTheirPorts() {
    markedBy("a-first");
    scene.around.siblings = List.of(sibling("a-first", 9090, 3001, "9090=192.0.2.1:3001\n"));
    assertThat(scene.decide().reason()).isEqualTo(ConditionReason.ProxyStarting);
    scene.around.siblings = List.of(sibling("a-first", 9090, 3001, "8080=192.0.2.1:80\n9090=192.0.2.1:3001\n"));
    assertThat(scene.decide()).returns(ConditionReason.Swapped, Decision::reason)
        .satisfies(d -> assertThat(d.step()).isInstanceOf(Step.Wait.class))
        .satisfies(d -> assertThat(d.says().message()).contains("The proxy of Service a-first answers for both"));
  }

  /** Else there would be a moment without any. */
  @Test
  void theOneThatScaledTheWorkloadDownKeepsTheProxy() {
    markedBy("orders");
    scene.around.siblings = List.of(sibling("a-first", 9090, 3001, null));
    assertThat(scene.decide().step()).isInstanceOf(Step.ApplyProxy.class);
  }

  @Test
  void oneContainerPortCanNotLeadToTwoPorts() {
    scene.around.siblings = List.of(sibling("a-first", 8080, 3001, null));
    assertThat(scene.decide().refusal()).returns(ConditionReason.PortsCollide, r -> r.reason())
        .satisfies(r -> assertThat(r.message()).contains("a-first and orders", "8080", "3001 and 80"));
  }

  @Test
  void theWorkloadOfAnotherSessionsServiceIsHeld() {
    markedBy("a-first");
    assertThat(scene.decide().refusal().reason()).isEqualTo(ConditionReason.WorkloadHeld);
  }

  private void markedBy(String swap) {
    scene.setMark(new Mark.Readable(3, swap, "2026-01-01T00:00:00Z", List.of()).toJson());
    scene.scale(0, "devsession-swap");
    scene.originalPods = Set.of();
  }

  private static Sibling sibling(String name, int targetPort, int hostPort, String routes) {
    var swap = new Swap();
    swap.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName(name).build());
    swap.setSpec(new SwapSpec(List.of(new Claim("ada", SwapMode.Replace, null,
        List.of(new ServicePortMapping("", hostPort)), new Transport(TransportType.Direct, "192.0.2.1")))));
    swap.setStatus(new SwapStatusBuilder().withConditions(List.of(
        new Condition("Swapped", routes == null ? "False" : "True", 1L, "2026-01-01T00:00:00Z", "Swapped", "")))
        .build());
    var service = new ServiceBuilder().withNewMetadata().withName(name).endMetadata().withNewSpec()
        .withClusterIP("10.0.0.2").withSelector(Map.of("app", "orders")).addNewPort().withPort(90)
        .withNewTargetPort(targetPort).endPort().endSpec().build();
    ConfigMap config = routes == null
        ? null
        : new ConfigMapBuilder().withData(Map.of(Proxy.ROUTES_FILE, routes)).build();
    return new Sibling(swap, service, config);
  }
}
