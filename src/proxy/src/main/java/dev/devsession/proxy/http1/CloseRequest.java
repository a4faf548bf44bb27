package dev.devsession.proxy.http1;

import java.util.concurrent.TimeUnit;

/** Whether and since when a client is asked to close, and whether its connection is idle. */
final class CloseRequest {

  /** How long a connection carries no bytes before it counts as idle. */
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private boolean made;
  private long sinceNanos;
  private long lastBytesNanos = System.nanoTime();

  void make(long nanos) {
    made = true;
    sinceNanos = nanos;
  }

  boolean isMade() {
    return made;
  }

  void bytesPassed() {
    lastBytesNanos = System.nanoTime();
  }

  /** Whether the client has had time to close, and nothing passes. */
  boolean isIdle(long withdrawNanos) {
    long now = System.nanoTime();
    return now - sinceNanos >= withdrawNanos && now - lastBytesNanos >= IDLE_NANOS;
  }

  boolean isOverdue(long withdrawNanos, long drainNanos) {
    return System.nanoTime() - sinceNanos - withdrawNanos >= drainNanos;
  }
}
