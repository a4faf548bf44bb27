package dev.devsession.agent.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.agent.up.KnownService.Port;
import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.api.v1alpha1.WhenAway;
import dev.devsession.console.AgentException;
import dev.devsession.match.MatchSyntax;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionManifestTest {
  private static final Map<String, KnownService> SHOP = Map.of(
      "orders", new KnownService("orders", List.of(new Port("", 8080))),
      "stock", new KnownService("stock", List.of(new Port("http", 80), new Port("grpc", 9090))));

  private static JsonNode draft(String... typed) {
    return draft(TrafficChoice.EVERYTHING, typed);
  }

  private static JsonNode draft(TrafficChoice traffic, String... typed) {
    return SessionManifest.of("shop", "ada", "ada@thinkpad", Stream.of(typed).map(PortMapping::parse).toList(), SHOP,
        traffic);
  }

  private static JsonNode services(String yaml) {
    return Serialization.unmarshal(yaml, JsonNode.class);
  }

  /** The API's own rule alone would leave browsers out. */
  @Test
  void interceptWithoutRulesTakesBaggageAndCookieOfTheSession() {
    var traffic = new TrafficChoice(SwapMode.Intercept, List.of(), Optional.empty(), false, false);
    assertThat(draft(traffic, "orders=3000").at("/spec/services")).isEqualTo(services("""
        - name: orders
          mode: Intercept
          match:
          - baggage: {key: devsession, value: ada}
          - cookie: {name: devsession, exact: ada}
          ports: [{hostPort: 3000}]
        """));
  }

  @Test
  void typedRulesHoldForAllServices() {
    var traffic = new TrafficChoice(SwapMode.Intercept,
        Stream.of("header x-user=ada* and not method PUT", "path ~/v[0-9]").map(MatchSyntax::parse).toList(),
        Optional.of(WhenAway.Refuse), false, true);
    var match = "mode: Intercept, whenAway: Refuse, answerHeader: true, match: "
        + "[{headers: [{name: x-user, prefix: ada}], not: {methods: [PUT]}}, {path: {regex: '/v[0-9]'}}]";
    assertThat(draft(traffic, "orders=3000", "stock:http=3001").at("/spec/services")).isEqualTo(services("""
        - {name: orders, %s, ports: [{hostPort: 3000}]}
        - {name: stock, %s, ports: [{name: http, hostPort: 3001}]}
        """.formatted(match, match)));
  }

  @Test
  void mirrorOfUnsafeRequestsSaysSo() {
    var traffic = new TrafficChoice(SwapMode.Mirror, List.of(MatchSyntax.parse("path /api/*")), Optional.empty(), true,
        false);
    assertThat(draft(traffic, "orders=3000").at("/spec/services")).isEqualTo(services("""
        - {name: orders, mode: Mirror, match: [{path: {prefix: /api/}}], unsafe: true, ports: [{hostPort: 3000}]}
        """));
  }

  @Test
  void typedServicesBecomeASession() {
    assertThat(draft("orders=3000", "stock:http=3001", "stock:grpc=3002"))
        .isEqualTo(Serialization.unmarshal("""
            apiVersion: devsession.dev/v1alpha1
            kind: DevSession
            metadata: {name: ada, namespace: shop, annotations: {devsession.dev/made-by: ada@thinkpad}}
            spec:
              services:
              - {name: orders, ports: [{hostPort: 3000}]}
              - {name: stock, ports: [{name: http, hostPort: 3001}, {name: grpc, hostPort: 3002}]}
            """, JsonNode.class));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "oders=3000 | no Service \"oders\" in namespace shop. Did you mean \"orders\"?",
      "web=3000 | no Service \"web\" in namespace shop. Choose another namespace with -n",
      "stock=3000 | Service stock has several ports: name one of them, as in  stock:http=3000  or  stock:grpc=3000",
      "stock:htp=3000 | Service stock has no port \"htp\": name one of them",
      "orders=3000 orders=3001 | Service orders is given twice"})
  void unknownServiceIsReportedWithTheExistingOnes(String typed, String message) {
    assertThatThrownBy(() -> draft(typed.split(" "))).isInstanceOf(AgentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders=", "=3000", "orders=0", "orders=65536", "Orders=3000", "orders:=3000",
      "orders=3000=1",
      "orders=99999999999"})
  void malformedMappingIsReportedWithAnExample(String typed) {
    assertThatThrownBy(() -> PortMapping.parse(typed)).isInstanceOf(AgentException.class)
        .hasMessageContaining("such as orders=3000");
  }

  @Test
  void udpPortsAreNotOffered() {
    assertThat(KnownService.of(Serialization.unmarshal("""
        items:
        - metadata: {name: dns}
          spec: {ports: [{name: dns, port: 53, protocol: UDP}, {name: tcp, port: 53, protocol: TCP}]}
        """, JsonNode.class)).get("dns").numbers()).containsExactlyInAnyOrderEntriesOf(Map.of("tcp", 53, "", 53));
  }
}
