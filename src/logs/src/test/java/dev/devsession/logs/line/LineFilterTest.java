package dev.devsession.logs.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineFilterTest {

  @Test
  void levelShowsGraverLinesWithTheirStackTraces() {
    var filter = new LineFilter(new LineFilter.Choice(Optional.empty(), Optional.empty(), Optional.of(LogLevel.warn),
        Optional.empty()));
    var lines = List.of("INFO begun", "  detail of the info", "ERROR broken", "java.lang.RuntimeException: x",
        "\tat a.B.c(B.java:1)", "Caused by: y", "DEBUG on", "\tat no.such", "plain");

    assertThat(lines.stream().filter(filter::shows)).containsExactly("ERROR broken", "java.lang.RuntimeException: x",
        "\tat a.B.c(B.java:1)", "Caused by: y");
  }

  @Test
  void lineMustContainOneAndNotTheOther() {
    var filter = new LineFilter(new LineFilter.Choice(Optional.of(Pattern.compile("GET|POST")),
        Optional.of(Pattern.compile("/healthz")), Optional.empty(), Optional.empty()));

    assertThat(List.of("GET /", "GET /healthz", "PUT /").stream().filter(filter::shows)).containsExactly("GET /");
  }

  @ParameterizedTest
  @ValueSource(strings = {"baggage: devsession=ada,x=y", "a=b,devsession=ada;p", "{\"devsession\":\"ada\"}",
      "{\"baggage\":\"devsession=ada\"}", "{\\\"devsession\\\": \\\"ada\\\"}", "devsession: ada"})
  void sessionIsFoundAsBaggageAndAsField(String line) {
    assertThat(LineFilter.session("ada")).accepts(line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"devsession=ada2", "devsession=ada-2", "mydevsession=ada", "devsession=adam", "ada",
      "devsession = eve", "devsession=.ada"})
  void otherSessionsAreNot(String line) {
    assertThat(LineFilter.session("ada")).rejects(line);
  }

  @Test
  void traceIsFoundInATraceparent() {
    var trace = LineFilter.trace("4bf92f3577b34da6a3ce929d0e0e4736");

    assertThat(trace).accepts("traceparent=00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "{\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\"}");
    assertThat(trace).rejects("4bf92f3577b34da6a3ce929d0e0e47360", "4bf92f");
  }
}
