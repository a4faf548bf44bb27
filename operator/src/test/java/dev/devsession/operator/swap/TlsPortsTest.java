package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.MatchRule;
import dev.devsession.api.v1alpha1.PathMatch;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.api.v1alpha1.ServicePortMapping;
import dev.devsession.api.v1alpha1.ServiceTls;
import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.api.v1alpha1.Traffic;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsPortsTest {
  private static final String PLAIN_AND_TLS = "{name: http, port: 80}, {name: https, port: 443}";

  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
      port: 443                                          | its number is 443
      port: 80, targetPort: 8443                         | its number is 8443
      port: 80                                           | -
      port: 80, name: https                              | it is named https
      port: 80, name: api-https                          | it is named api-https
      port: 80, name: https-api                          | it is named https-api
      port: 80, name: tls                                | it is named tls
      port: 80, name: nothttps                           | -
      port: 80, name: api, targetPort: https             | it is named https
      port: 443, name: http                              | -
      port: 443, targetPort: http                        | -
      port: 80, appProtocol: https                       | its appProtocol is https
      port: 80, appProtocol: kubernetes.io/wss           | its appProtocol is kubernetes.io/wss
      port: 443, name: https, appProtocol: http          | -
      port: 443, appProtocol: kubernetes.io/h2c          | -
      port: 80, targetPort: 9000, appProtocol: http      | a probe of container port 9000 uses HTTPS
      port: 80, targetPort: secure                       | a probe of container port 9001 uses HTTPS
      port: 80, targetPort: 9002                         | -
      """)
  void signIsTheFirstThatTells(String port, String sign) {
    var found = TlsPorts.sign(service("{" + port + "}").getSpec().getPorts().getFirst(), List.of(workload()));

    assertThat(found.orElse(null)).isEqualTo(sign);
  }

  @Test
  void sessionThatTellsRequestsOfSuchAPortApartIsRefusedWithPortAndFix() {
    var says = SharedRoutes.refusal(claim(SwapMode.Intercept, Traffic.Matching), service(PLAIN_AND_TLS), List.of());

    assertThat(says).hasValueSatisfying(r -> {
      assertThat(r.reason()).isEqualTo(ConditionReason.TlsRequired);
      assertThat(r.message()).startsWith("Port \"https\" (443) of Service orders speaks TLS (it is named https)")
          .contains("traffic to All");
    });
    assertThat(SharedRoutes.refusal(claim(SwapMode.Mirror, null), service(PLAIN_AND_TLS), List.of())).isEqualTo(says);
  }

  @Test
  void sessionThatTakesWholeConnectionsOrOtherPortsIsNot() {
    assertThat(SharedRoutes.refusal(claim(SwapMode.Intercept, Traffic.All), service(PLAIN_AND_TLS), List.of()))
        .isEmpty();
    assertThat(SharedRoutes.refusal(claim(SwapMode.Intercept, null, new ServicePortMapping("http", 3000)),
        service(PLAIN_AND_TLS), List.of())).isEmpty();
  }

  @Test
  void sessionThatAsksForServerNamesOnlyNeedsNoKey() {
    assertThat(SharedRoutes.refusal(matching("orders.shop"), service(PLAIN_AND_TLS), List.of())).isEmpty();
    assertThat(SharedRoutes.refusal(matching("orders.shop", null), service(PLAIN_AND_TLS), List.of())).isPresent();
    assertThat(SharedRoutes.of(service(PLAIN_AND_TLS), List.of(), List.of(matching("*.shop"))).file("10.96.7.8"))
        .contains("443.ada.match.1=sni %2A.shop");
  }

  /** @param serverNames one for each rule; null: a rule that requests match */
  private static Claim matching(String... serverNames) {
    var rules = Arrays.stream(serverNames).map(name -> new MatchRule(null, null, null, null,
        name == null ? new PathMatch("/", null, null) : null, null, name, null)).toList();
    return new Claim("ada", SwapMode.Intercept, null, List.of(),
        Scene.sharing("ada", SwapMode.Intercept).transport(), rules, null, null, null);
  }

  @Test
  void sessionThatNamesAKeyIsNotRefusedAndItsPortsAreRoutedWithIt() {
    var service = service(PLAIN_AND_TLS);
    var keyed = keyed("ada", "orders-tls", new ServicePortMapping("https", 3000));

    var routes = SharedRoutes.of(service, List.of(), List.of(keyed, claim(SwapMode.Intercept, Traffic.All)));

    assertThat(routes.refused()).isEmpty();
    assertThat(routes.file("10.96.7.8").lines()).contains("80=original 10.96.7.8:80",
        "443=original 10.96.7.8:443 tls /etc/devsession-tls/orders-tls");
  }

  @Test
  void keyOfTheOlderSessionCounts() {
    var older = keyed("ada", "orders-tls");
    var same = keyed("ben", "orders-tls");
    var other = keyed("cyd", "other-tls");

    var routes = SharedRoutes.of(service(PLAIN_AND_TLS), List.of(), List.of(older, same, other));

    assertThat(routes.sessions()).containsOnlyKeys(older, same);
    assertThat(routes.refused().get(other)).returns(ConditionReason.TlsSecretDiffers, ReasonedMessage::reason)
        .satisfies(r -> assertThat(r.message()).contains("use Secret orders-tls, which the older session ada names"));
    assertThat(SharedRoutes.of(service(PLAIN_AND_TLS), List.of(), List.of(other)).tlsSecret()).contains("other-tls");
  }

  private static Claim keyed(String session, String secret, ServicePortMapping... ports) {
    return new Claim(session, SwapMode.Intercept, null, List.of(ports),
        Scene.sharing(session, SwapMode.Intercept).transport(), List.of(), null, null, null, new ServiceTls(secret),
        null);
  }

  private static Claim claim(SwapMode mode, Traffic traffic, ServicePortMapping... ports) {
    return new Claim("ada", mode, null, List.of(ports), Scene.sharing("ada", mode).transport(), List.of(), traffic,
        null, null);
  }

  private static Service service(String ports) {
    return Serialization.unmarshal("kind: Service\nmetadata: {name: orders}\nspec: {selector: {a: b}, ports: ["
        + ports + "]}", Service.class);
  }

  private static Workload workload() {
    return Workload.of(Serialization.unmarshal("""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: orders}
        spec:
          template:
            spec:
              containers:
              - name: app
                ports: [{name: secure, containerPort: 9001}, {name: plain, containerPort: 9002}]
                readinessProbe: {httpGet: {port: 9000, scheme: HTTPS}}
                livenessProbe: {httpGet: {port: secure, scheme: HTTPS}}
                startupProbe: {httpGet: {port: 9002, scheme: HTTP}}
        """, Deployment.class));
  }
}
