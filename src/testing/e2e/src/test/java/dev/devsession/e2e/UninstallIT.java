package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Condition;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code helm uninstall} restores everything, whether the operator still runs or not. */
@ExtendWith(RealCluster.class)
class UninstallIT {
  private final Installation installation;
  private final DeployedShop shop;

  UninstallIT(Installation installation, DeployedShop shop) {
    this.installation = installation;
    this.shop = shop;
  }

  @AfterEach
  void installAgain() {
    installation.install();
  }

  @Test
  void runningOperatorRestoresBeforeItIsRemoved() {
    uninstallWhileSwapped(() -> {});
  }

  @Test
  void uninstallHookRestoresIfTheOperatorIsGone() {
    uninstallWhileSwapped(() -> {
      var operator = installation.client.apps().deployments().inNamespace(Installation.NAMESPACE)
          .withName("devsession");
      operator.delete();
      operator.waitUntilCondition(d -> d == null, DeployedShop.PATIENCE, TimeUnit.SECONDS);
      installation.client.pods().inNamespace(Installation.NAMESPACE).withGracePeriod(0).delete();
    });
  }

  private void uninstallWhileSwapped(Runnable beforeUninstall) {
    try (var local = new LocalProcess()) {
      var before = shop.everything();
      shop.session("ada",
          "services: [{name: orders, ports: [{hostPort: " + local.port() + "}]}, {name: stock, ports: [{hostPort: "
              + local.port()
              + "}]}], transport: {type: Direct, hostAddress: " + installation.cluster.hostAddress()
              + "}, names: {via: NodePort}");
      shop.await("ada", Condition::holds);
      beforeUninstall.run();
      installation.uninstall();
      assertThat(shop.everything()).isEqualTo(before);
      shop.awaitAvailable();
      shop.awaitNoProxies();
    }
  }
}
