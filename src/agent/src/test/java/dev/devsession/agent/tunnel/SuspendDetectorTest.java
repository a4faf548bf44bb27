package dev.devsession.agent.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SuspendDetectorTest {

  private final SuspendDetector sleep = new SuspendDetector(1_000_000, 500);

  @Test
  void aWallClockThatRanAheadIsNoticedOnce() {
    assertThat(after(60_000, 1)).isTrue();
    assertThat(after(1000, 1)).isFalse();
  }

  @Test
  void aLateLookIsNoSleep() {
    assertThat(after(30_000, 30)).isFalse();
  }

  @Test
  void aClockThatWasSetALittleOrBackIsNoSleep() {
    assertThat(after(3500, 1)).isFalse();
    assertThat(after(-3_600_000, 1)).isFalse();
  }

  private long wall = 1_000_000;
  private long running = 500;

  private boolean after(long wallMillis, long runningSeconds) {
    wall += wallMillis;
    running += TimeUnit.SECONDS.toNanos(runningSeconds);
    return sleep.over(wall, running);
  }
}
