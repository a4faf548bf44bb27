package dev.devsession.agent.tunnel;

import java.time.Duration;

/** Detects that the machine was suspended: the wall clock advanced, and the clock of the running system did not. */
final class SuspendDetector {

  private static final Duration NOTICED = Duration.ofSeconds(3);

  private long wallMillis;
  private long runningNanos;

  SuspendDetector(long wallMillis, long runningNanos) {
    this.wallMillis = wallMillis;
    this.runningNanos = runningNanos;
  }

  /** Whether the machine was suspended since the last call. */
  boolean wasSuspended(long nowWallMillis, long nowRunningNanos) {
    Duration jump = Duration.ofMillis(nowWallMillis - wallMillis).minusNanos(nowRunningNanos - runningNanos);
    wallMillis = nowWallMillis;
    runningNanos = nowRunningNanos;
    return jump.compareTo(NOTICED) > 0;
  }
}
