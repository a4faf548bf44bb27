package dev.devsession.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.DevSessionSpec;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.operator.gateway.Gateway;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an admin sets for pods of proxies and gateways. */
class PodSettingsTest {
  private static final String TEXT = """
      {"labels":{"team":"gates","devsession.dev/session":"mine"},"annotations":{"a":"b"},"nodeSelector":{"pool":"edge"},
       "tolerations":[{"key":"edge","operator":"Exists"}],"resources":{"limits":{"cpu":1,"memory":"192Mi"}}}
      """;

  @Test
  void nothingSetMeansTheDefaults() {
    assertThat(PodSettings.parse("GATEWAY_POD", "")).isEqualTo(PodSettings.parse("GATEWAY_POD", "{}"))
        .returns(Map.of("memory", new Quantity("128Mi")), s -> s.resources().getLimits());
  }

  @Test
  void whatCanNotBeReadIsNamed() {
    assertThatThrownBy(() -> PodSettings.parse("GATEWAY_POD", "{")).hasMessageContaining("GATEWAY_POD");
  }

  @Test
  void aGatewayGetsItBesideItsOwn() {
    var pod = gateway(TEXT).deployment().getSpec().getTemplate();
    assertThat(pod.getMetadata().getLabels()).containsEntry("team", "gates").containsEntry(Labels.SESSION,
        "devsession-gw-ada");
    assertThat(pod.getMetadata().getAnnotations()).containsEntry("a", "b");
    assertThat(pod.getSpec().getNodeSelector()).containsEntry("pool", "edge");
    assertThat(pod.getSpec().getTolerations()).singleElement().returns("edge", t -> t.getKey());
    assertThat(pod.getSpec().getContainers().getFirst().getResources().getLimits())
        .isEqualTo(Map.of("cpu", new Quantity("1"), "memory", new Quantity("192Mi")));
  }

  /** Or an operator that starts with others would leave the old pods. */
  @Test
  void otherSettingsAreAnotherGateway() {
    assertThat(gateway("{}").deployment().getMetadata().getAnnotations())
        .isNotEqualTo(gateway(TEXT).deployment().getMetadata().getAnnotations());
  }

  private static Gateway gateway(String settings) {
    var session = new DevSession();
    session.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName("ada").withUid("u").build());
    session.setSpec(new DevSessionSpec(null, null, null, null, null, null));
    return Gateway.of(session, OperatorConfig.from(Map.of("POD_NAMESPACE", "n", "PROXY_IMAGE", "proxy", "GATEWAY_POD",
        settings)));
  }
}
