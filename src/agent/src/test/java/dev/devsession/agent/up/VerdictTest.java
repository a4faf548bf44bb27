package dev.devsession.agent.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.agent.session.Session;
import dev.devsession.api.v1alpha1.NamesVia;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a run begins, and when it gives up. */
class VerdictTest {
  private static final String SPEC = "spec: {services: [{name: orders, ports: [{hostPort: 3000}]}]}\n";
  private static final Optional<Duration> DEFAULT = Optional.empty();
  private static final Duration LATE = Duration.ofSeconds(121);
  private static final String ACCEPTED = "conditions: [{type: Accepted, status: 'True', reason: Accepted}]\n";
  private static final String QUEUED = ACCEPTED + "services: [{name: orders, state: Queued, message: bob has it.}]\n";

  private static Session session(String status) {
    return SessionText.ada(SPEC + "status:\n  observedGeneration: 1\n" + status.indent(2));
  }

  private static String refused(String reason) {
    return "conditions: [{type: Accepted, status: 'False', reason: " + reason + ", message: Choose another.}]\n";
  }

  private static Progress progress(Optional<Duration> timeout, boolean command) {
    return new Progress(session(""), Map.of(), Optional.<NamesVia>empty(), new WaitLimit(timeout, command));
  }

  private static List<Effect> seen(Progress progress, String status) {
    return progress.on(new Event.Seen(session(status)), Duration.ofSeconds(1));
  }

  private static List<Effect.End> after(Progress progress, Duration time) {
    return progress.on(new Event.Tick(), time).stream().filter(Effect.End.class::isInstance)
        .map(Effect.End.class::cast).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ExternalNameService", "HeadlessService", "ServiceWithoutSelector", "WorkloadAmbiguous",
      "WorkloadAsleep", "WorkloadKindUnknown", "PortNotFound", "PortNotTcp", "PortsCollide", "MarkUnreadable",
      "NodePortOutOfRange"})
  void whatOnlyAnEditCuresEndsTheRunAtOnce(String reason) {
    assertThat(seen(progress(DEFAULT, true), refused(reason)))
        .containsExactly(new Effect.End(2, "session shop/ada can't be served: Choose another."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ServiceNotFound", "WorkloadNotFound", "WorkloadHeld", "Forbidden", "HostNameUnresolved",
      "NodePortTaken", "ProxyNameTaken", "ReasonOfALaterOperator"})
  void whatMayPassEndsItWhenTheTimeIsOverWithoutTheCommand(String reason) {
    var progress = progress(DEFAULT, true);
    assertThat(seen(progress, refused(reason))).noneMatch(e -> e instanceof Effect.End || e instanceof Effect.Begin);
    assertThat(after(progress, Duration.ofSeconds(120))).isEmpty();
    assertThat(after(progress, LATE)).containsExactly(new Effect.End(8, "session shop/ada isn't ready after 120 s: "
        + reason + ": Choose another. The command was not started. To wait longer, use --timeout"));
  }

  @Test
  void aRefusalOfAnOlderSpecIsNoVerdict() {
    var old = SessionText.ada(SPEC + "status:\n  observedGeneration: 0\n" + refused("HeadlessService").indent(2));
    assertThat(progress(DEFAULT, true).on(new Event.Seen(old), Duration.ZERO))
        .noneMatch(Effect.End.class::isInstance);
  }

  @Test
  void aRunThatWasReadyStaysWhateverComes() {
    var progress = progress(DEFAULT, true);
    seen(progress, ACCEPTED + "services: [{name: orders, state: Swapped}]");
    assertThat(seen(progress, refused("PortNotFound"))).noneMatch(Effect.End.class::isInstance);
    assertThat(after(progress, Duration.ofHours(5))).isEmpty();
  }

  @Test
  void theCommandWaitsForItsTurnAndThenForNothingElse() {
    var progress = progress(DEFAULT, true);
    seen(progress, "gateway: {podName: gw-1}\n" + QUEUED);
    assertThat(progress.on(new Event.Connected(Duration.ZERO), Duration.ZERO)).doesNotContain(new Effect.Begin());
    assertThat(seen(progress, ACCEPTED + "services: [{name: orders, state: ProxyStarting}]"))
        .contains(new Effect.Begin());
  }

  @ParameterizedTest
  @CsvSource({"false, , false", "true, , true", "false, PT1M, true", "false, PT0S, false", "true, PT0S, false",
      "true, PT1H, false"})
  void aPersonMayWaitInTheQueueForAsLongAsTheyLike(boolean command, Duration timeout, boolean givesUp) {
    var progress = progress(Optional.ofNullable(timeout), command);
    seen(progress, QUEUED);
    assertThat(after(progress, LATE)).hasSize(givesUp ? 1 : 0);
  }

  @Test
  void whatKeepsItFromBeingReadyIsTold() {
    assertThat(reason("")).isEqualTo("the operator has not processed the session");
    assertThat(reason(QUEUED)).isEqualTo("orders is Queued: bob has it");
    assertThat(reason(ACCEPTED + "services: [{name: orders, state: Disconnected, message: 'Connect one: this'}]"))
        .isEqualTo("orders is Disconnected: the original runs until this machine is connected");
    assertThat(reason("conditions: [{type: Connected, status: 'False', reason: GatewayFailing, message: no image.}]"))
        .isEqualTo("the gateway: no image");
    assertThat(reason(ACCEPTED, new Event.Lost("answered 426")))
        .isEqualTo("no connection to the gateway: answered 426");
  }

  private static String reason(String status, Event... events) {
    var progress = progress(Optional.of(Duration.ofSeconds(90)), false);
    seen(progress, status);
    for (var event : events) {
      progress.on(event, Duration.ofSeconds(2));
    }
    var error = after(progress, LATE).getFirst().error();
    return error.substring("session shop/ada isn't ready after 90 s: ".length(),
        error.length() - ". To wait longer, use --timeout".length());
  }

  @Test
  void aCommandThatEndsTooEarlyIsTold() {
    var progress = progress(DEFAULT, true);
    seen(progress, ACCEPTED + "services: [{name: orders, state: ProxyStarting, message: wait}]");
    assertThat(progress.on(new Event.CommandEnded(0), Duration.ZERO)).hasSize(2).first().asString()
        .contains("ended before all services ran here: orders is ProxyStarting: wait");
    seen(progress, ACCEPTED + "services: [{name: orders, state: Swapped}]");
    assertThat(progress.on(new Event.CommandEnded(0), Duration.ZERO)).containsExactly(new Effect.End(0, null));
  }
}
