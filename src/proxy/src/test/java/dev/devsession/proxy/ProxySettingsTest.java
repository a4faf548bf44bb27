package dev.devsession.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxySettingsTest {

  @Test
  void hasDefaults() {
    assertThat(ProxySettings.from(Map.of()))
        .isEqualTo(new ProxySettings(Path.of("/etc/devsession/routes.properties"), 9901, Duration.ofSeconds(3),
            Duration.ofSeconds(5), Duration.ofSeconds(20)));
  }

  @Test
  void readsEachVariable() {
    var env = Map.of("DEVSESSION_ROUTES", "/r", "DEVSESSION_HEALTH_PORT", "1", "DEVSESSION_CONNECT_TIMEOUT_MS", "2",
        "DEVSESSION_WITHDRAW_SECONDS", "3", "DEVSESSION_DRAIN_SECONDS", "4");

    assertThat(ProxySettings.from(env)).isEqualTo(
        new ProxySettings(Path.of("/r"), 1, Duration.ofMillis(2), Duration.ofSeconds(3), Duration.ofSeconds(4)));
  }

  @Test
  void namesTheVariableAndWhatIsExpected() {
    assertThatThrownBy(() -> ProxySettings.from(Map.of("DEVSESSION_HEALTH_PORT", "70000")))
        .hasMessage("DEVSESSION_HEALTH_PORT=\"70000\": expected a whole number from 1 to 65535; unset means 9901");
    assertThatThrownBy(() -> ProxySettings.from(Map.of("DEVSESSION_DRAIN_SECONDS", "20s")))
        .hasMessageStartingWith("DEVSESSION_DRAIN_SECONDS=\"20s\": expected a whole number from 0");
  }
}
