package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Resets;
import dev.devsession.mark.Workload;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftTest {
  /** Flux's interval is an hour in many clusters, and a little more with its jitter. */
  @ParameterizedTest
  @CsvSource({"PT1S,true", "PT10M,true", "PT66M,true", "PT4H,false"})
  void resetsAtAToolsIntervalAreOneFight(Duration interval, boolean fight) {
    var workload = Workload.of(new Scene().orders);
    var now = Instant.parse("2026-01-01T00:00:00Z");
    Resets resets = null;
    for (var i = 0; i < Drift.LIMIT; i++) {
      resets = Drift.count(resets, workload, now);
      now = now.plus(interval);
    }
    assertThat(Drift.isFight(resets)).isEqualTo(fight);
  }
}
