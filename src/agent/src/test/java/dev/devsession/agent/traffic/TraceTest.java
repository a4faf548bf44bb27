package dev.devsession.agent.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.agent.session.Session;
import dev.devsession.console.AgentException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraceTest {
  private static final Map<String, Long> AWAY = Map.of("disconnected", 1L);

  private static Session session(String services) {
    return Session.of(Serialization.unmarshal("metadata: {name: ada, namespace: shop}\nspec: {services: [" + services
        + "]}", JsonNode.class));
  }

  private static TraceRequest request(String services, String service, String path) {
    return TraceRequest.of(session(services), service, Optional.ofNullable(path));
  }

  private static RequestCounts counts(long matched, long passed, Map<String, Long> fellBack,
      Map<String, Long> refused) {
    return new RequestCounts(matched, passed, 0, 0, fellBack, refused, 0, Map.of());
  }

  private static TraceOutcome outcome(String service, RequestCounts added) {
    return TraceOutcome.of("orders", session(service).wanted().getFirst().shared().orElseThrow(), added, "baggage");
  }

  private static String intercept(RequestCounts added) {
    var outcome = outcome("{name: orders, mode: Intercept}", added);
    return (outcome.reached() ? "reached" : "missed") + " " + outcome.line();
  }

  @Test
  void requestCarriesTheKeysOfAllSharedServices() {
    var request = request("{name: web}, {name: orders, mode: Intercept}, {name: stock, mode: Mirror, match: "
        + "[{headers: [{name: x-user, exact: ada}], path: {exact: /left}}]}", "web", null);

    assertThat(request).isEqualTo(new TraceRequest("/", Map.of("baggage", List.of("devsession=ada"), "x-user",
        List.of("ada"))));
    assertThat(request.words()).isEqualTo("baggage: devsession=ada, x-user: ada");
    assertThat(request("{name: orders, mode: Intercept}, {name: stock, mode: Intercept}", "orders", "/a?b=1"))
        .isEqualTo(new TraceRequest("/a?b=1", Map.of("baggage", List.of("devsession=ada"))));
    assertThat(request("{name: orders, mode: Intercept, traffic: All}", "orders", null))
        .isEqualTo(new TraceRequest("/", Map.of()));
  }

  @Test
  void pathIsWhatTheServicesRulesAskForOrRefused() {
    var stock = "{name: stock, mode: Intercept, match: [{path: {exact: /left}}]}";

    assertThat(request(stock, "stock", null).target()).isEqualTo("/left");
    assertThat(request(stock, "web", null).target()).isEqualTo("/");
    assertThatThrownBy(() -> request(stock, "stock", "/right")).isInstanceOf(AgentException.class)
        .hasMessage("GET /right doesn't match what the session asks for of Service stock: path /left");
    assertThatThrownBy(() -> request("{name: stock, mode: Intercept, match: [{methods: [POST]}]}", "web", null))
        .hasMessageContaining("no GET can be made up that matches method POST of Service stock");
  }

  @Test
  void outcomeCountsOnlyTheSessionsOwnRequestsAsItsOwn() {
    assertThat(intercept(counts(1, 40, Map.of(), Map.of())))
        .isEqualTo("reached ✔ orders          came with the key; your machine answered");
    assertThat(intercept(counts(3, 0, Map.of(), Map.of())))
        .isEqualTo("reached ✔ orders          came with the key, 3 times; your machine answered");
    assertThat(intercept(counts(0, 1, Map.of(), Map.of()))).isEqualTo("missed ! orders          1 request came, "
        + "without the key: if it is yours, whatever called orders dropped baggage");
    assertThat(intercept(counts(0, 7, Map.of(), Map.of()))).isEqualTo("missed ! orders          7 requests came, "
        + "without the key: if yours is one of them, whatever called orders dropped baggage");
    assertThat(intercept(RequestCounts.NONE)).isEqualTo("missed   orders          no request came");
  }

  @Test
  void outcomeSaysWhyTheMachineDidNotAnswer() {
    assertThat(intercept(counts(1, 0, AWAY, Map.of()))).isEqualTo("missed ! orders          came with the key, "
        + "but the original answered, because your machine didn't (disconnected)");
    assertThat(intercept(counts(1, 0, Map.of(), AWAY))).isEqualTo("missed ! orders          came with the key, "
        + "but was refused, because your machine didn't take it (disconnected)");
    assertThat(intercept(new RequestCounts(0, 0, 1, 1, Map.of(), Map.of(), 0, Map.of()))).isEqualTo("missed ! orders "
        + "         came with the key, but an older session asks for it too, and got it");
  }

  @Test
  void mirrorAndAllHaveTheirOwnWords() {
    var mirror = "{name: orders, mode: Mirror}";

    assertThat(outcome(mirror, new RequestCounts(0, 1, 0, 0, Map.of(), Map.of(), 1, Map.of())).line().text())
        .isEqualTo("came with the key; your machine got a copy");
    assertThat(outcome(mirror, new RequestCounts(0, 1, 0, 0, Map.of(), Map.of(), 1, AWAY)))
        .matches(o -> !o.reached()).extracting(o -> o.line().text())
        .isEqualTo("came with the key, but your machine didn't get the copy (disconnected)");
    assertThat(outcome("{name: orders, mode: Intercept, traffic: All}", counts(2, 0, Map.of(), Map.of())).line()
        .text()).isEqualTo("came, as all connections do; your machine answered");
  }

  @Test
  void entryIsAReadyPodOfTheServiceByItsTargetPort() {
    JsonNode services = Serialization.unmarshal("""
        items:
        - metadata: {name: web}
          spec: {selector: {app: web}, ports: [{name: dns, port: 53, protocol: UDP}, {port: 80, targetPort: http},
            {name: admin, port: 8081}]}
        - metadata: {name: outside}
          spec: {ports: [{port: 80}]}
        """, JsonNode.class);
    JsonNode pods = Serialization.unmarshal("""
        items:
        - {metadata: {name: web-1}, status: {conditions: [{type: Ready, status: "False"}]}}
        - metadata: {name: web-2, deletionTimestamp: now}
          status: {conditions: [{type: Ready, status: "True"}]}
        - metadata: {name: web-3}
          spec: {containers: [{ports: [{name: http, containerPort: 8080}]}]}
          status: {conditions: [{type: Ready, status: "True"}]}
        """, JsonNode.class);
    var http = ServiceEntry.of(services, "shop", "web", Optional.empty());
    var admin = ServiceEntry.of(services, "shop", "web", Optional.of("admin"));

    assertThat(http.host()).isEqualTo("web.shop");
    assertThat(http.selector()).isEqualTo("app=web");
    assertThat(http.pod(pods)).contains(new ServiceEntry.Pod("web-3", 8080));
    assertThat(admin.host()).isEqualTo("web.shop:8081");
    assertThat(admin.pod(pods)).contains(new ServiceEntry.Pod("web-3", 8081));
    assertThatThrownBy(() -> ServiceEntry.of(services, "shop", "web", Optional.of("dns")))
        .hasMessage("Service web has no TCP port \"dns\"");
    assertThatThrownBy(() -> ServiceEntry.of(services, "shop", "outside", Optional.empty()))
        .hasMessageContaining("Service outside has no selector");
    assertThatThrownBy(() -> ServiceEntry.of(services, "shop", "nope", Optional.empty()))
        .hasMessage("no Service \"nope\" in namespace shop");
  }

  @Test
  void traceContextIsOfTheFormThatTracersRead() {
    assertThat(TraceContext.random().traceparent()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    assertThat(TraceContext.random()).isNotEqualTo(TraceContext.random());
  }
}
