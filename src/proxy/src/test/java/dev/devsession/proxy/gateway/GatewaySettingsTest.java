package dev.devsession.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.GatewayPorts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewaySettingsTest {
  @Test
  void defaultPortsAreThoseOfTheApi() {
    var settings = GatewaySettings.from(Map.of("DEVSESSION_SESSION", "5f1c"));

    assertThat(settings.tunnelPort()).isEqualTo(GatewayPorts.TUNNEL);
    assertThat(settings.callersPort()).isEqualTo(GatewayPorts.PROXY);
  }

  @Test
  void shortWayIsOffUnlessAPathIsAllowed() {
    assertThat(GatewaySettings.from(Map.of("DEVSESSION_SESSION", "5f1c", "DEVSESSION_PATHS", "")).shortWay()).isEmpty();

    var way = GatewaySettings.from(Map.of("DEVSESSION_SESSION", "5f1c", "DEVSESSION_PATHS", "PodAddress",
        "DEVSESSION_POD_IPS", "10.1.2.3,fd00::5", "DEVSESSION_NODE_IPS", "192.0.2.7")).shortWay();
    assertThat(way).contains(new ShortWaySettings(GatewayPorts.TLS, List.of("10.1.2.3", "fd00:0:0:0:0:0:0:5"),
        List.of()));
  }
}
