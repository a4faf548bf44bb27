package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.DevSession;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The operator is killed in the middle of a swap, and again in the middle of the restore: the next one completes both.
 */
@ExtendWith(RealCluster.class)
class OperatorKilledIT {
  private final Installation installation;
  private final DeployedShop shop;

  OperatorKilledIT(Installation installation, DeployedShop shop) {
    this.installation = installation;
    this.shop = shop;
  }

  @Test
  void nextOperatorCompletesAnInterruptedSwapAndRestore() {
    try (var local = new LocalProcess()) {
      var before = shop.everything();
      shop.session("ada",
          "services: [{name: orders, ports: [{hostPort: " + local.port() + "}]}, {name: stock, ports: [{hostPort: "
              + local.port()
              + "}]}], transport: {type: Direct, hostAddress: " + installation.cluster.hostAddress() + "}");
      awaitMarked();
      installation.killOperator();
      shop.await("ada", Condition::holds);

      var session = installation.client.resources(DevSession.class).inNamespace(shop.namespace).withName("ada");
      session.delete();
      awaitMarkRemoved();
      installation.killOperator();
      session.waitUntilCondition(s -> s == null, DeployedShop.PATIENCE, TimeUnit.SECONDS);
      await().untilAsserted(() -> assertThat(shop.everything()).isEqualTo(before));
      shop.awaitAvailable();
      shop.awaitNoProxies();
    }
  }

  private void awaitMarked() {
    awaitOrders(OperatorKilledIT::isMarked);
  }

  private void awaitMarkRemoved() {
    awaitOrders(orders -> !isMarked(orders));
  }

  private void awaitOrders(Predicate<Deployment> condition) {
    installation.client.apps().deployments().inNamespace(shop.namespace).withName("orders")
        .waitUntilCondition(condition, DeployedShop.PATIENCE, TimeUnit.SECONDS);
  }

  private static boolean isMarked(Deployment workload) {
    return workload.getMetadata().getAnnotations().containsKey(Annotations.ORIGINAL);
  }
}
