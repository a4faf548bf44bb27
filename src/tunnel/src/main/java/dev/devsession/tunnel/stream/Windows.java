package dev.devsession.tunnel.stream;

import java.time.Duration;

/**
 * How large the windows of a connection's streams may become, in bytes. A window begins small, so that many streams that
 * nobody reads from hold little, and doubles whenever it was emptied so fast that it is what limits the stream. All growth
 * comes from one pool.
 */
final class Windows {

  static final int FIRST = 32 * 1024;
  static final int LARGEST = 2 * 1024 * 1024;
  static final int POOL = 8 * 1024 * 1024;

  /** A window that lasts longer than this limits nobody, however short the round trip is. */
  private static final Duration SHORT = Duration.ofMillis(50);

  private int grown;

  /** One stream's window. */
  final class Window {
    private int size = FIRST;
    private int read;
    private long sinceNanos;

    private Window(long nowNanos) {
      sinceNanos = nowNanos;
    }

    /** Counts what was read and returns by how many bytes the window is to grow, usually 0. */
    int growth(int bytes, long nowNanos, Duration roundTrip) {
      read += bytes;
      if (read < size) {
        return 0;
      }
      var limit = Math.max(SHORT.toNanos(), 2 * roundTrip.toNanos());
      boolean fast = nowNanos - sinceNanos <= limit;
      read = 0;
      sinceNanos = nowNanos;
      if (!fast || size == LARGEST || grown + size > POOL) {
        return 0;
      }
      grown += size;
      size *= 2;
      return size / 2;
    }

    /** Gives back what it has taken from the pool. */
    void close() {
      grown -= size - FIRST;
      size = FIRST;
    }
  }

  Window open(long nowNanos) {
    return new Window(nowNanos);
  }
}
