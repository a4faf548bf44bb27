package dev.devsession.logs.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogTimestampTest {

  @ParameterizedTest
  @CsvSource({
      "2026-11-29T10:20:33.123456789Z hello, 2026-11-29T10:20:33.123456789Z, 31",
      "2026-11-29T10:20:33.5Z hello, 2026-11-29T10:20:33.5Z, 23",
      "2026-11-29T10:20:33Z hello, 2026-11-29T10:20:33Z, 21",
      "2026-11-29T12:20:33.000000001+02:00 hello, 2026-11-29T10:20:33.000000001Z, 36",
      "2026-11-29T05:50:33-04:30 hello, 2026-11-29T10:20:33Z, 26",
      "2024-02-29T00:00:00.1234567891234Z x, 2024-02-29T00:00:00.123456789Z, 35"})
  void timeIsReadInAnyZoneAndPrecision(String line, String time, int length) {
    var found = LogTimestamp.of(bytes(line)).orElseThrow();
    var expected = Instant.parse(time);
    assertThat(found.nanos()).isEqualTo(expected.getEpochSecond() * 1_000_000_000L + expected.getNano());
    assertThat(found.length()).isEqualTo(length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "hello", "2026-11-29", "2026-11-29T10:20:33", "2026-11-29T10:20:33.5", "2026-13-29T10:20:33Z x",
          "2026-11-29T10:20:33Zhello", "2026-11-29T10:20:33+0200 x",
          "unable to retrieve container logs for containerd://12"})
  void otherTextHasNone(String line) {
    assertThat(LogTimestamp.of(bytes(line))).isEmpty();
  }

  @Test
  void emptyLineHasOnlyTheTime() {
    assertThat(LogTimestamp.of(bytes("2026-11-29T10:20:33Z"))).map(LogTimestamp::length).contains(20);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
