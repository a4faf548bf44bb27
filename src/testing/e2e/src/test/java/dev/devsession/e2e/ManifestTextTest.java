package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The changes that tests and benchmarks make to the shop's manifest fit it. */
class ManifestTextTest {

  @Test
  void workloadOfTheNoGapTestIsAsItSays() {
    assertThat(NoGapIT.service("polite", 8099, "SHOP_ABRUPT", "true")).contains(
        "{name: SHOP_WITHDRAW_MS, value: \"3000\"}",
        "{name: SHOP_ABRUPT, value: \"true\"}", "{nodePort: 8099, ", "replicas: 3", "args: [stock, --port, \"8081\"]");
  }

  @Test
  void originalThatEndsImmediatelyDoesSo() {
    assertThat(ManifestText.withdrawing(DeployedShop.service("orders"), 0))
        .contains("{name: SHOP_WITHDRAW_MS, value: \"0\"}");
  }

  @Test
  void changeThatChangesNothingIsAMistake() {
    assertThatThrownBy(() -> ManifestText.replace("replicas: 1", "replicas: 3", "replicas: 1"))
        .hasMessageContaining("expected \"replicas: 3\" in the manifest");
    assertThatThrownBy(() -> ManifestText.withdrawing("replicas: 1", 0)).hasMessageContaining("SHOP_WITHDRAW_MS");
  }
}
