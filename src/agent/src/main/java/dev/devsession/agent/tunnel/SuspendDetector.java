package dev.devsession.agent.tunnel;

import java.time.Duration;

/** Notices that the machine slept: the wall clock went on, and the clock of the running system didn't. */
final class SuspendDetector {

  private static final Duration NOTICED = Duration.ofSeconds(3);

  private long wallMillis;
  private long runningNanos;

  SuspendDetector(long wallMillis, long runningNanos) {
    this.wallMillis = wallMillis;
    this.runningNanos = runningNanos;
  }

  /** Whether it slept since this was last asked. */
  boolean over(long nowWallMillis, long nowRunningNanos) {
    Duration jump = Duration.ofMillis(nowWallMillis - wallMillis).minusNanos(nowRunningNanos - runningNanos);
    wallMillis = nowWallMillis;
    runningNanos = nowRunningNanos;
    return jump.compareTo(NOTICED) > 0;
  }
}
