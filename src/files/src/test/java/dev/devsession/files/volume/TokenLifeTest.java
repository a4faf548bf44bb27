package dev.devsession.files.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenLifeTest {
  @ParameterizedTest
  @CsvSource({"2026-01-01T01:00:00Z, 2026-01-01T00:48:00Z", "2026-01-01T00:10:00Z, 2026-01-01T00:08:00Z",
      "2026-06-01T00:00:00Z, 2026-01-02T00:00:00Z"})
  void aTokenIsRenewedAfterEightyPercentOfItsLifeOrADay(Instant expires, Instant renewed) {
    var request = Pods.yaml("{status: {token: t, expirationTimestamp: \"" + expires + "\"}}");

    assertThat(TokenLife.renewal(request, Instant.parse("2026-01-01T00:00:00Z"))).isEqualTo(renewed);
  }
}
