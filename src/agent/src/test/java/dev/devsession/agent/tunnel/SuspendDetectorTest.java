package dev.devsession.agent.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SuspendDetectorTest {
  private static final long START_MILLIS = 1_000_000;
  private static final long START_NANOS = 500;

  private final SuspendDetector detector = new SuspendDetector(START_MILLIS, START_NANOS);
  private long wallMillis = START_MILLIS;
  private long runningNanos = START_NANOS;

  @Test
  void wallClockAheadOfTheRunningClockIsReportedOnce() {
    advance(60_000, 1);
    assertThat(wasSuspended()).isTrue();

    advance(1000, 1);
    assertThat(wasSuspended()).isFalse();
  }

  @Test
  void lateCheckIsNotTakenForASuspension() {
    advance(30_000, 30);

    assertThat(wasSuspended()).isFalse();
  }

  @Test
  void wallClockSetSlightlyForwardOrFarBackIsNotTakenForASuspension() {
    advance(3500, 1);
    assertThat(wasSuspended()).isFalse();

    advance(-3_600_000, 1);
    assertThat(wasSuspended()).isFalse();
  }

  private void advance(long wallClockMillis, long runningSeconds) {
    wallMillis += wallClockMillis;
    runningNanos += TimeUnit.SECONDS.toNanos(runningSeconds);
  }

  private boolean wasSuspended() {
    return detector.wasSuspended(wallMillis, runningNanos);
  }
}
