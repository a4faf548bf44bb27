package dev.devsession.tunnel.stream;

import java.time.Duration;

/**
 * The window that each stream begins with. It shrinks at once when memory is short, for open streams too, and grows
 * again only when memory has not been short for a while.
 */
public final class FirstWindow {

  private static final Duration SETTLED = Duration.ofSeconds(1);

  private int announced = Windows.FIRST;
  private long shortAtNanos;

  /**
   * Returns the size to announce to the other end, or 0 if it stays as it is.
   *
   * @param share how many bytes a connection may hold now
   */
  public int change(int share, long nowNanos) {
    int wanted = Integer.highestOneBit(Math.min(share, Windows.FIRST));
    if (wanted <= announced) {
      shortAtNanos = nowNanos;
    }
    if (wanted == announced || wanted > announced && nowNanos - shortAtNanos < SETTLED.toNanos()) {
      return 0;
    }
    announced = wanted;
    return wanted;
  }
}
