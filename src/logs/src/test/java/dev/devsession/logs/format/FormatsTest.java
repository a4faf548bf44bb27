package dev.devsession.logs.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.logs.line.LogLine;
import dev.devsession.logs.line.LogLine.Kind;
import dev.devsession.logs.line.LogSource;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FormatsTest {
  private static final LogSource ORDERS = new LogSource("orders", "orders-5b9c8-x2x4z", "orders", true, "");
  private static final long NOON = Instant.parse("2026-11-29T12:04:11.204Z").toEpochMilli() * 1_000_000;

  @Test
  void textHasTimeServiceAndLine() {
    var format = text(false, false);

    assertThat(format.print(line(ORDERS, "checkout total=41.90")))
        .isEqualTo("12:04:11.204 orders   checkout total=41.90\n");
    assertThat(format.print(line(new LogSource("orders", "", "stdout", true, "ada's machine"), "up")))
        .isEqualTo("12:04:11.204 orders   up   ada's machine\n");
  }

  @Test
  void secondPodAndOtherContainersAreToldApart() {
    var format = text(false, false);

    assertThat(format.print(line(ORDERS, "a"))).contains(" orders ");
    assertThat(format.print(line(new LogSource("orders", "orders-5b9c8-abcde", "orders", true, ""), "b")))
        .contains(" orders·abcde ");
    assertThat(format.print(line(new LogSource("web", "web-1-x", "istio-proxy", false, ""), "c")))
        .contains(" web/istio-proxy ");
  }

  @Test
  void wholeTimeIsShownOnDemand() {
    assertThat(text(false, true).print(line(ORDERS, "a"))).startsWith("2026-11-29T12:04:11.204Z orders");
  }

  /** What JSON escapes would steer the terminal after all. */
  @Test
  void jsonIsFoldedAndItsEscapesDoNotReachTheTerminal() {
    assertThat(text(false, false).print(line(ORDERS, "{\"level\":\"info\",\"msg\":\"hi\\u001b[2J\\nthere\"}")))
        .endsWith("info  hi␊there\n");
  }

  @Test
  void gravityHasColoursUnlessTheLineHasItsOwn() {
    var format = text(true, false);

    assertThat(format.print(line(ORDERS, "ERROR no"))).endsWith("\u001b[31mERROR no\u001b[0m\n");
    assertThat(format.print(line(ORDERS, "\u001b[32mERROR\u001b[0m no"))).endsWith(" \u001b[32mERROR\u001b[0m no\n");
    assertThat(text(false, false).print(line(ORDERS, "ERROR no"))).doesNotContain("\u001b");
  }

  @Test
  void servicesHaveColoursOfTheirOwn() {
    var colors = new ServiceColors();

    assertThat(IntStream.range(0, 10).mapToObj(i -> colors.of("service-" + i)).distinct()).hasSize(10);
    assertThat(colors.of("service-3")).isEqualTo(colors.of("service-3"));
    assertThat(IntStream.range(0, 30).mapToObj(i -> colors.of("more-" + i))).doesNotContainNull();
  }

  @Test
  void rawIsWhatTheContainerWrote() {
    var raw = LineFormat.raw();

    assertThat(raw.print(line(ORDERS, "{\"a\":1}"))).isEqualTo("{\"a\":1}\n");
    assertThat(raw.print(new LogLine(ORDERS, NOON, "begin", Kind.PIECE))).isEqualTo("begin");
    assertThat(raw.print(new LogLine(ORDERS, NOON, "(waits)", Kind.NOTICE))).isEmpty();
  }

  @Test
  void jsonNamesTheSourceAndKeepsTheLine() {
    assertThat(new JsonLogFormat().print(line(ORDERS, "{\"level\":\"warn\",\"n\":1}"))).isEqualTo(
        "{\"time\":\"2026-11-29T12:04:11.204Z\",\"service\":\"orders\",\"pod\":\"orders-5b9c8-x2x4z\","
            + "\"container\":\"orders\",\"level\":\"warn\",\"line\":\"{\\\"level\\\":\\\"warn\\\",\\\"n\\\":1}\","
            + "\"fields\":{\"level\":\"warn\",\"n\":1}}\n");
    assertThat(new JsonLogFormat().print(new LogLine(ORDERS, NOON, "(waits)", Kind.NOTICE)))
        .contains("\"notice\":\"(waits)\"");
  }

  private static TextFormat text(boolean color, boolean timestamps) {
    return new TextFormat(new TextFormat.Look(color, timestamps, Set.of(), ZoneId.of("Z")));
  }

  private static LogLine line(LogSource source, String text) {
    return new LogLine(source, NOON, text, Kind.LINE);
  }
}
