package dev.devsession.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgressPaceTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private Instant now = BEGIN;
  private final ProgressPace pace = new ProgressPace(new Clock() {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  });

  @Test
  void whatIsOverWithinTwoSecondsIsNotReported() {
    now = BEGIN.plusMillis(500);
    assertThat(pace.untilReport(BEGIN)).isEqualTo(Duration.ofMillis(1500));
  }

  @Test
  void whatLastsIsReportedAtOnce() {
    now = BEGIN.plusSeconds(2);
    assertThat(pace.untilReport(BEGIN)).isZero();
  }

  @Test
  void aClockThatDiffersHoldsNoReportBack() {
    now = BEGIN.minusSeconds(60);
    assertThat(pace.untilReport(BEGIN)).isZero();
  }

  @Test
  void manyAtATimeShareAFewReportsASecond() {
    now = BEGIN.plusSeconds(60);
    assertThat(reports(1000)).isEqualTo(20);
    assertThat(pace.untilReport(BEGIN)).isPositive();
    now = now.plusSeconds(3);
    assertThat(reports(1000)).isEqualTo(6);
  }

  private long reports(int wanted) {
    return IntStream.range(0, wanted).filter(i -> pace.untilReport(BEGIN).isZero()).count();
  }
}
