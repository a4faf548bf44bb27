package dev.devsession.tunnel.stream;

import java.time.Duration;

/**
 * How many bytes of all streams together may be on their way to this end. As long as there are many, PINGs measure how
 * long they take: the window grows while they take hardly longer than when the network is idle, and shrinks when they
 * stand in a queue, since a small request would wait in it too.
 */
final class ConnectionWindow {

  /** In bytes. */
  static final int FIRST = 1024 * 1024;
  static final int LEAST = 256 * 1024;
  static final int MOST = 16 * 1024 * 1024;
  /** Fewer bytes aren't worth a PING. */
  static final int BULK = 128 * 1024;

  private static final double GROWTH = 1.5;
  private static final double FASTEST_SHRINKING = 0.7;
  private static final long PING_INTERVAL_NANOS = Duration.ofMillis(5).toNanos();
  /** Longer than what busy processors alone make a PING wait, and short enough for who waits for a small answer. */
  private static final long TOLERATED_NANOS = Duration.ofMillis(25).toNanos();

  private int size = FIRST;
  private boolean pinging;
  private long pingedNanos;
  private int receivedSince;
  private long leastNanos = Long.MAX_VALUE;
  private long lastNanos = Long.MAX_VALUE;

  int size() {
    return size;
  }

  /** Counts bytes that have arrived. @return whether to send a PING now, with this time in it */
  boolean received(int bytes, long nowNanos) {
    receivedSince += bytes;
    if (pinging || receivedSince < BULK || nowNanos - pingedNanos < PING_INTERVAL_NANOS) {
      return false;
    }
    pinging = true;
    pingedNanos = nowNanos;
    receivedSince = 0;
    return true;
  }

  /** A PING is answered, which may be another one than this has asked for. */
  void answered(long sentNanos, long nowNanos) {
    long tookNanos = nowNanos - sentNanos;
    leastNanos = Math.min(leastNanos, tookNanos);
    if (!pinging || sentNanos != pingedNanos) {
      return;
    }
    pinging = false;
    if (receivedSince >= size / 2) {
      adapt(Math.min(tookNanos, lastNanos)); // one late answer is no queue yet
    }
    lastNanos = tookNanos;
  }

  private void adapt(long tookNanos) {
    long queued = tookNanos - leastNanos;
    if (queued < TOLERATED_NANOS / 2) {
      size = (int) Math.min(GROWTH * size, MOST);
    } else if (queued > TOLERATED_NANOS && size == LEAST) {
      leastNanos = tookNanos; // no queue of this end's bytes: the way itself has become longer
    } else if (queued > TOLERATED_NANOS) {
      double fitting = (leastNanos + TOLERATED_NANOS) / (double) tookNanos;
      size = (int) Math.max(Math.max(fitting, FASTEST_SHRINKING) * size, LEAST);
    }
  }
}
