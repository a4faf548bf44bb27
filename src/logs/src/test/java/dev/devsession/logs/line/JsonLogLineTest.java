package dev.devsession.logs.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLogLineTest {
  private static final String LINE = "{\"level\":\"warn\",\"ts\":1,\"msg\":\"slow query\",\"user\":\"ada\","
      + "\"sql\":\"select 1\",\"n\":[1,2]}";

  @Test
  void lineFoldsToLevelMessageAndTheFieldsAskedFor() {
    var json = JsonLogLine.of(LINE).orElseThrow();

    assertThat(json.fold(Set.of())).contains("warn  slow query");
    assertThat(json.fold(Set.of("user", "n"))).contains("warn  slow query user=ada n=[1,2]");
    assertThat(json.fold(Set.of("*"))).contains("warn  slow query ts=1 user=ada sql=\"select 1\" n=[1,2]");
  }

  @Test
  void withoutAMessageItStaysAsItIs() {
    assertThat(JsonLogLine.of("{\"a\":1}").orElseThrow().fold(Set.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}}", "[1]", "{not json}", "{\"a\":1} trailing", "text {\"a\":1}"})
  void otherTextIsNone(String line) {
    assertThat(JsonLogLine.of(line)).isEmpty();
  }

  @Test
  void deeplyNestedLineIsText() {
    assertThat(JsonLogLine.of("{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000))).isEmpty();
  }
}
