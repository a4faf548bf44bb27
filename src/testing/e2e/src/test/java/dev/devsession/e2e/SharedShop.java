package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;

/** The one shop in which most tests run, one after the other. Each test must leave it as it was. */
final class SharedShop implements AutoCloseable {
  private DeployedShop shop;
  private Map<String, Map<?, ?>> whole;

  /** Deploys the shop the first time, and again after a test that left it changed. */
  DeployedShop deploy(Installation installation) {
    if (shop == null) {
      shop = DeployedShop.deploy(installation, "shop");
      whole = shop.everything();
    }
    return shop;
  }

  /** Deletes all sessions. Then everything must be as it was deployed, and no pod of DevSession may be left. */
  void giveBack() {
    if (shop == null) {
      return;
    }
    var left = shop;
    shop = null;
    try {
      left.deleteSessions();
      await().untilAsserted(() -> assertThat(left.everything()).as("what the test leaves").isEqualTo(whole));
      left.awaitAvailable();
      left.awaitNoProxies();
      left.awaitNoGateways();
      shop = left;
    } finally {
      if (shop == null) {
        left.close();
      }
    }
  }

  @Override
  public void close() {
    if (shop != null) {
      shop.close();
    }
  }
}
