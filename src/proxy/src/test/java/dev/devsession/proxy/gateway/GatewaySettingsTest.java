package dev.devsession.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.GatewayPorts;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewaySettingsTest {
  @Test
  void defaultPortsAreThoseOfTheApi() {
    var settings = GatewaySettings.from(Map.of("DEVSESSION_SESSION", "5f1c"));

    assertThat(settings.tunnelPort()).isEqualTo(GatewayPorts.TUNNEL);
    assertThat(settings.callersPort()).isEqualTo(GatewayPorts.PROXY);
  }
}
