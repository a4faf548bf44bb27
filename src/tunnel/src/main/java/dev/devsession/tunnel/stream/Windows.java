package dev.devsession.tunnel.stream;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How large the windows of streams may become, in bytes. A window begins small, so that many streams
 * without a reader hold little memory. It grows as soon as half of it came in one go, and fourfold whenever it was
 * emptied so fast that it is what limits the stream: in four round trips from first to largest. All growth comes from
 * one pool. Netty's own windows have one fixed size; measurements showed each size to be too small for one long stream
 * or too large for many.
 */
public final class Windows {

  /** The window that a stream begins with, in bytes. */
  public static final int FIRST = 32 * 1024;
  /** The first growth of a busy stream, taken from the first half of the pool. */
  static final int SECOND = 256 * 1024;
  static final int LARGEST = 8 * 1024 * 1024;
  static final int POOL = 12 * 1024 * 1024;

  /**
   * A window is opened again when this part of it is left, soon enough not to run dry during a round trip. Its sender
   * may find no more than that in it.
   */
  public static final float REOPENED_AT = 0.75f;

  /** A window that takes longer than this to fill limits no stream, however short the round trip is. */
  private static final Duration SHORT = Duration.ofMillis(50);

  private static final Windows TUNNEL = new Windows(LARGEST, POOL);

  private final int largest;
  private final int pool;
  private final AtomicInteger grown = new AtomicInteger();

  /**
   * @param largest the most that one window may have, in bytes
   * @param pool by how much all of them together may grow, in bytes
   */
  public Windows(int largest, int pool) {
    this.largest = largest;
    this.pool = pool;
  }

  /** One stream's window. */
  public final class Window {
    private int size = FIRST;
    private int read;
    private long sinceNanos;

    /**
     * Counts what was read and returns by how many bytes the window is to grow, usually 0.
     *
     * @param share how many bytes a connection may hold now; windows don't grow while memory is short
     */
    public int growth(int bytes, long nowNanos, Duration roundTrip, int share) {
      boolean first = size == FIRST;
      if (first && read == 0) {
        sinceNanos = nowNanos; // until then the stream waited for the other end, not for its window
      }
      read += bytes;
      if (read < (first ? FIRST / 2 : size * REOPENED_AT)) {
        return 0;
      }
      var limit = Math.max(SHORT.toNanos(), 2 * roundTrip.toNanos());
      boolean fast = nowNanos - sinceNanos <= limit;
      read = 0;
      sinceNanos = nowNanos;
      int wanted = first ? SECOND - FIRST : Math.min(3 * size, largest - size);
      int growth = Math.min(wanted, (first ? pool / 2 : pool) - grown.get());
      if (!fast || growth < FIRST || share < FIRST) {
        return 0;
      }
      grown.addAndGet(growth);
      size += growth;
      return growth;
    }

    /** Returns its share to the pool. */
    public void close() {
      grown.addAndGet(FIRST - size);
      size = FIRST;
    }
  }

  /** Those of all tunnels of this process: long enough for a distant machine. */
  public static Windows ofTunnel() {
    return TUNNEL;
  }

  public Window open() {
    return new Window();
  }
}
