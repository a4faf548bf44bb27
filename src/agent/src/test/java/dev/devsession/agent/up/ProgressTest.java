package dev.devsession.agent.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.agent.session.Session;
import dev.devsession.agent.sync.LocalPort;
import dev.devsession.agent.up.KnownService.Port;
import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.NamesVia;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
  private static final String SPEC = """
      spec: {services: [{name: orders, ports: [{hostPort: 3000}]}, {name: web}]}
      """;
  private static final Session NEW = SessionText.ada(SPEC);
  private static final Map<String, KnownService> KNOWN = Map.of(
      "orders", new KnownService("orders", List.of(new Port("", 8080))),
      "web", new KnownService("web", List.of(new Port("http", 80))));
  private static final String ACCEPTED = """
      conditions: [{type: Accepted, status: 'True', reason: Accepted, message: x}]
      """;
  private static final Duration SOON = Duration.ofMillis(1400);

  private static final WaitLimit NO_COMMAND = new WaitLimit(Optional.empty(), false);

  private final Progress progress = new Progress(NEW, KNOWN, Optional.of(NamesVia.Tunnel), NO_COMMAND);

  private List<String> on(Event event, Duration at) {
    return progress.on(event, at).stream().map(ProgressTest::text).toList();
  }

  private List<String> on(Event event) {
    return on(event, SOON);
  }

  private static Event.Seen seen(String status) {
    return new Event.Seen(SessionText.ada(SPEC + "status:\n  observedGeneration: 1\n" + status.indent(2)));
  }

  @Test
  void hostPortsComeFromTheSpecOrElseFromTheServices() {
    assertThat(progress.hostPorts()).containsExactlyInAnyOrder(3000, 80);
  }

  @Test
  void restartOfTheGatewayIsToldOnceWithItsReason() {
    var says = ConditionMessage.AgentConnected.with("gw-1")
        .and(ConditionMessage.GatewayRestarted.with("2026-01-01T00:01:00Z", "OOMKilled, exit code 137")).message();
    var restarted = seen("conditions: [{type: Connected, status: 'True', reason: AgentConnected, message: '" + says
        + "'}]\n");

    assertThat(on(restarted)).containsExactly("! gateway         The gateway has restarted, last at "
        + "2026-01-01T00:01:00Z: OOMKilled, exit code 137.");
    assertThat(on(restarted)).isEmpty();
  }

  @Test
  void connectsToTheGatewaysPodAndToItsReplacement() {
    assertThat(on(seen("gateway: {podName: gw-1}")))
        .containsExactly("Connect[gateway=Gateway[pod=gw-1, port=9800, nodePort=OptionalInt.empty]]");
    assertThat(on(seen("gateway: {podName: gw-1}"))).isEmpty();
    assertThat(on(new Event.Connected(Duration.ofMillis(14)))).containsExactly("✔ connected       gateway gw-1, 14 ms");
    assertThat(on(seen("gateway: {podName: gw-2, tunnelPort: 9801}")))
        .containsExactly("PodChanged[gateway=Gateway[pod=gw-2, port=9801, nodePort=OptionalInt.empty]]");
    assertThat(on(new Event.Lost("the server closed it")))
        .containsExactly("! connection      lost: the server closed it; trying again");
    assertThat(on(new Event.Lost("you may not"))).containsExactly(
        "! connection      none yet: you may not; trying again");
  }

  @Test
  void swapIsReportedAndItsNamesLeadToThisMachine() {
    assertThat(on(seen("services: [{name: orders, state: ProxyStarting}]"))).isEmpty();
    assertThat(on(seen("services: [{name: orders, state: Swapped, originalReplicas: 3}]"))).containsExactly(
        "✔ orders          :8080 → localhost:3000      3 replicas scaled to zero    1.4 s",
        "Swapped[ports=" + Set.of(new LocalPort("orders", 8080, 3000)) + "]");
    assertThat(on(seen("services: [{name: orders, state: OriginalStarting, message: 1 of 3}]"))).containsExactly(
        "  orders          :8080 → localhost:3000      OriginalStarting: 1 of 3", "Swapped[ports=[]]");
  }

  /** Programs on this machine are sent to the cluster like all others: only their matching requests come back. */
  @Test
  void interceptIsReportedWithItsRulesAndALineToTryIt() {
    var spec = """
        spec: {services: [{name: orders, mode: Intercept, ports: [{hostPort: 3000}]}]}
        status: {observedGeneration: 1, services: [{name: orders, state: Intercepted, message: "%s"}]}
        """;
    var progress = new Progress(SessionText.ada(spec.formatted("")), KNOWN, Optional.of(NamesVia.Tunnel), NO_COMMAND);
    var intercepted = new Event.Seen(SessionText.ada(spec.formatted(
        ConditionMessage.Intercepted.with("x").and(ConditionMessage.MatchOverlaps.with("ben")).message())));

    assertThat(progress.on(intercepted, SOON)).map(ProgressTest::text).containsExactly(
        "✔ orders          :8080 → localhost:3000      requests with baggage devsession=ada; all others stay in the "
            + "cluster. Session ben is older: requests that it asks for too go there 1.4 s",
        "  try it          curl -H 'baggage: devsession=ada' http://orders.shop:8080/");
    assertThat(progress.on(intercepted, SOON)).isEmpty();
    assertThat(progress.on(new Event.Local(3000, false), SOON)).map(ProgressTest::text).containsExactly(
        "! orders          nothing listens on localhost:3000 yet; the original answers");
  }

  private static String text(Effect effect) {
    return effect instanceof Effect.Tell(var line) ? line.toString() : effect.toString();
  }

  @Test
  void slowStateIsReportedOnce() {
    on(seen("conditions: [{type: Ready, status: 'False', reason: ProxyStarting, message: x}]\n"
        + "services: [{name: orders, state: ProxyStarting, message: not ready}, {name: web, state: Swapped}]"));
    assertThat(on(new Event.Tick(), Duration.ofSeconds(11))).isEmpty();
    assertThat(on(new Event.Tick(), Duration.ofSeconds(12))).containsExactly(
        "  orders          :8080 → localhost:3000      ProxyStarting: not ready");
    assertThat(on(new Event.Tick(), Duration.ofSeconds(13))).isEmpty();
  }

  @Test
  void missingOperatorIsReportedOnce() {
    assertThat(on(new Event.Tick(), Duration.ofSeconds(10))).isEmpty();
    assertThat(on(new Event.Tick(), Duration.ofSeconds(11))).containsExactly(
        "! operator        has not processed the session for 10 s: is it running, and does it serve namespace shop? "
            + "See  devsession doctor");
    assertThat(on(new Event.Tick(), Duration.ofSeconds(13))).isEmpty();
  }

  @Test
  void problemIsReportedImmediately() {
    assertThat(on(seen("services: [{name: orders, state: Queued, message: bob holds it}]"))).containsExactly(
        "! orders          :8080 → localhost:3000      Queued: bob holds it");
    var failing = "conditions: [{type: Connected, status: 'False', reason: GatewayFailing, message: no image}]";
    assertThat(on(seen(failing + "\nservices: [{name: orders, state: Queued, message: bob holds it}]")))
        .containsExactly("! gateway         no image");
    assertThat(on(seen(failing + "\nservices: [{name: orders, state: Queued, message: bob holds it}]"))).isEmpty();
  }

  @Test
  void missingLocalProcessIsReportedOnceAndAgainWhenItListens() {
    assertThat(on(new Event.Local(3000, false))).containsExactly(
        "! orders          nothing listens on localhost:3000 yet; callers get a reset");
    assertThat(on(new Event.Local(3000, false))).isEmpty();
    assertThat(on(new Event.Local(3000, true))).containsExactly("  orders          3000 is up");
    assertThat(on(new Event.Local(3000, false))).containsExactly(
        "! orders          nothing listens on localhost:3000 any more; callers get a reset");
    assertThat(on(new Event.Local(80, true))).as("there from the start").isEmpty();
  }

  @Test
  void commandStartsOnceNamesAndTunnelAreReady() {
    on(seen(ACCEPTED + "gateway: {podName: gw-1}"));
    assertThat(on(new Event.NamesDone())).isEmpty();
    assertThat(on(new Event.Connected(SOON))).contains("Begin[]");
    assertThat(on(new Event.Connected(SOON))).doesNotContain("Begin[]");
    var withoutNames = new Progress(NEW, KNOWN, Optional.empty(), NO_COMMAND);
    withoutNames.on(seen(ACCEPTED + "gateway: {podName: gw-1}"), SOON);
    assertThat(withoutNames.on(new Event.Connected(SOON), SOON)).contains(new Effect.Begin());
  }

  @Test
  void nodePortNamesWaitForTheOperatorAndOtherNamesDoNot() {
    assertThat(on(new Event.Started())).containsExactly("KeepNames[]");
    var byNodePort = new Progress(NEW, KNOWN, Optional.of(NamesVia.NodePort), NO_COMMAND);
    assertThat(byNodePort.on(new Event.Started(), SOON)).isEmpty();
    assertThat(byNodePort.on(seen("conditions: [{type: Accepted, status: 'False', reason: NodePortTaken, message: "
        + "taken by bob}]"), SOON)).extracting(Object::toString).singleElement().asString()
        .contains("none yet: taken by bob");
    assertThat(byNodePort.on(seen("conditions: [{type: Accepted, status: 'False', reason: NodePortTaken, message: "
        + "taken by bob}]"), SOON)).as("said once").isEmpty();
    var accepted = seen("conditions: [{type: Accepted, status: 'True', reason: Accepted, message: x}]");
    assertThat(byNodePort.on(accepted, SOON)).containsExactly(new Effect.KeepNames());
    assertThat(byNodePort.on(accepted, SOON)).as("asked for once").isEmpty();
  }

  @Test
  void directSessionNeedsNoConnection() {
    var spec = "spec: {transport: {type: Direct}, names: {via: ClusterIP}}\n";
    var direct = SessionText.ada(spec);
    var accepted = new Event.Seen(SessionText.ada(spec + "status:\n  observedGeneration: 1\n" + ACCEPTED.indent(2)));
    var withNames = new Progress(direct, KNOWN, Optional.of(NamesVia.ClusterIP), NO_COMMAND);
    assertThat(withNames.on(new Event.Started(), SOON)).containsExactly(new Effect.KeepNames());
    assertThat(withNames.on(accepted, SOON)).isEmpty();
    assertThat(withNames.on(new Event.NamesDone(), SOON)).containsExactly(new Effect.Begin());
    assertThat(new Progress(direct, KNOWN, Optional.empty(), NO_COMMAND).on(accepted, SOON))
        .containsExactly(new Effect.Begin());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "Suspended | spec.suspend is true | session shop/ada is suspended: spec.suspend is true",
      "Expired | over at noon | session shop/ada is expired: over at noon"})
  void suspensionAndExpiryEndTheRunWhenTheOriginalsAnswer(String reason, String message, String error) {
    var ready = "conditions: [{type: Ready, status: 'False', reason: %s, message: %s}]\n".formatted(reason, message);

    assertThat(on(seen(ready + "services: [{name: orders, state: OriginalStarting, holder: ada}]"))).containsExactly(
        "! ending          " + error + ". This machine answers until the originals do");
    assertThat(on(seen(ready + "services: [{name: orders, state: ProxyDraining, holder: ada}]"))).isEmpty();
    assertThat(on(seen(ready + "services: [{name: orders, state: %s}]".formatted(reason))))
        .containsExactly("End[code=7, error=" + error + ", occupied=false]");
  }

  @Test
  void deletionByOthersEndsTheRunWhenTheSessionIsGone() {
    assertThat(on(new Event.Seen(SessionText.ada(", deletionTimestamp: now\n" + SPEC)))).containsExactly(
        "! ending          another user or program is deleting session shop/ada. This machine answers until the "
            + "originals do");
    assertThat(on(new Event.Gone())).containsExactly(
        "End[code=7, error=another user or program deleted session shop/ada; the originals run again, occupied=false]");
  }

  @Test
  void refusalCommandEndAndStopEndTheRun() {
    assertThat(on(new Event.Refused("bob@desktop is connected since 12:04", true))).containsExactly(
        "End[code=4, error=bob@desktop is connected since 12:04, occupied=true]");
    assertThat(on(new Event.CommandEnded(42))).endsWith("End[code=42, error=null, occupied=false]");
    assertThat(on(new Event.StopAsked())).containsExactly("End[code=0, error=null, occupied=false]");
  }

  @Test
  void expiryOfAnOlderSpecDoesNotEndTheRun() {
    var session = SessionText.ada(SPEC + """
        status:
          observedGeneration: 0
          conditions: [{type: Ready, status: 'False', reason: Expired, message: over}]
        """);
    assertThat(progress.on(new Event.Seen(session), SOON)).isEmpty();
  }
}
