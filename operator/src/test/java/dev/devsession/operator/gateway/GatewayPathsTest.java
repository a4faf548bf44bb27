package dev.devsession.operator.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.DevSessionSpec;
import dev.devsession.api.v1alpha1.Transport;
import dev.devsession.api.v1alpha1.TransportPath;
import dev.devsession.api.v1alpha1.TransportType;
import dev.devsession.operator.config.OperatorConfig;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GatewayPathsTest {

  private static final DevSession UNSAID = session(new Transport(TransportType.Tunnel, null));

  @Test
  void sessionThatSaysNothingMayUseWhatTheChartAllows() {
    assertThat(GatewayPaths.of(UNSAID, chart("PodAddress, NodePort"))).containsExactly(TransportPath.PodAddress,
        TransportPath.NodePort);
    assertThat(GatewayPaths.of(UNSAID, chart("PodAddress"))).containsExactly(TransportPath.PodAddress);
    assertThat(GatewayPaths.of(UNSAID, chart(""))).isEmpty();
    assertThat(GatewayPaths.refused(UNSAID, chart(""))).isEmpty();
  }

  @Test
  void sessionUsesOfWhatItAsksForOnlyWhatTheChartAllows() {
    var asking = asking(TransportPath.NodePort, TransportPath.PodAddress);
    assertThat(GatewayPaths.of(asking, chart("PodAddress"))).containsExactly(TransportPath.PodAddress);
    assertThat(GatewayPaths.refused(asking, chart("PodAddress"))).containsExactly(TransportPath.NodePort);
    assertThat(GatewayPaths.of(asking(), chart("PodAddress,NodePort"))).isEmpty();
  }

  @Test
  void directSessionHasNone() {
    assertThat(GatewayPaths.of(session(new Transport(TransportType.Direct, "192.0.2.1")), chart("PodAddress")))
        .isEmpty();
  }

  @Test
  void unknownPathOfTheChartIsNamed() {
    assertThatThrownBy(() -> chart("PodAddress,Pigeon")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GATEWAY_PATHS must hold only [PodAddress, NodePort]").hasMessageContaining("Pigeon");
  }

  @Test
  void gatewayIsToldItsPathsAndIsOtherwiseTheSame() {
    assertThat(environment(Gateway.of(UNSAID, chart("PodAddress,NodePort"))))
        .containsEntry("DEVSESSION_PATHS", "PodAddress,NodePort").containsEntry("DEVSESSION_TLS_PORT", "9801")
        .containsKey("DEVSESSION_POD_IPS");
    assertThat(environment(Gateway.of(UNSAID, chart("")))).doesNotContainKeys("DEVSESSION_PATHS",
        "DEVSESSION_TLS_PORT", "DEVSESSION_POD_IPS");
  }

  @Test
  void nodePortServiceIsMadeAndRemovedWithThePath() {
    var wanted = Gateway.of(UNSAID, chart("NodePort"));
    var service = wanted.nodePort().orElseThrow();
    assertThat(service.getSpec().getType()).isEqualTo("NodePort");
    assertThat(service.getSpec().getSelector()).isEqualTo(wanted.service().getSpec().getSelector());
    assertThat(present(null).writes(wanted)).hasSize(3);

    var made = new ServiceBuilder(service).editSpec().editFirstPort().withNodePort(30801).endPort().endSpec().build();
    assertThat(present(made).writes(wanted)).hasSize(2);
    assertThat(present(made).surplus(wanted)).isEmpty();
    assertThat(present(made).nodePortNumber()).contains(30801);
    assertThat(present(made).deletions()).containsExactly(made);

    var without = Gateway.of(UNSAID, chart("PodAddress"));
    assertThat(without.nodePort()).isEmpty();
    assertThat(present(made).surplus(without)).containsExactly(made);
    assertThat(present(null).surplus(without)).isEmpty();
  }

  private static PresentGateway present(Service nodePort) {
    return new PresentGateway(UNSAID, null, null, nodePort, List.of());
  }

  private static Map<String, String> environment(Gateway gateway) {
    return gateway.deployment().getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream()
        .collect(Collectors.toMap(EnvVar::getName, e -> e.getValue() == null ? "" : e.getValue()));
  }

  private static OperatorConfig chart(String paths) {
    return OperatorConfig
        .from(Map.of("POD_NAMESPACE", "system", "PROXY_IMAGE", "proxy", "GATEWAY_PATHS", paths));
  }

  private static DevSession asking(TransportPath... paths) {
    return session(new Transport(TransportType.Tunnel, null, List.of(paths)));
  }

  private static DevSession session(Transport transport) {
    var session = new DevSession();
    session.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName("ada").withUid("uid-ada").build());
    session.setSpec(new DevSessionSpec(List.of(), transport, null, null, null, null));
    return session;
  }
}
