package dev.devsession.tunnel.stream;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Sends a PING every second, calls {@code doubt} after two seconds of silence and closes the connection after ten. It
 * sends without waiting for silence: on a slow link a late PING would queue behind all bytes in flight.
 */
final class Keepalive {

  static final Duration PING_EVERY = Duration.ofSeconds(1);
  static final Duration DOUBT_AFTER = Duration.ofSeconds(2);
  static final Duration LOST_AFTER = Duration.ofSeconds(10);

  private final EventExecutor loop;
  private final Runnable ping;
  private final LongConsumer doubt;
  private final Runnable lost;
  private long lastHeardNanos;
  private Future<?> next;

  /** Starts to count silence. @param doubt gets the time of the last received byte, by the loop's ticker */
  Keepalive(EventExecutor loop, Runnable ping, LongConsumer doubt, Runnable lost) {
    this.loop = loop;
    this.ping = ping;
    this.doubt = doubt;
    this.lost = lost;
    heard();
    again();
  }

  void heard() {
    lastHeardNanos = loop.ticker().nanoTime();
  }

  Duration silence() {
    return Duration.ofNanos(loop.ticker().nanoTime() - lastHeardNanos);
  }

  private void check() {
    var silence = silence();
    if (silence.compareTo(LOST_AFTER) >= 0) {
      lost.run();
      return;
    }
    if (silence.compareTo(DOUBT_AFTER) >= 0) {
      doubt.accept(lastHeardNanos);
    }
    ping.run();
    again();
  }

  private void again() {
    next = loop.schedule(this::check, PING_EVERY.toNanos(), TimeUnit.NANOSECONDS);
  }

  void stop() {
    next.cancel(false);
  }
}
