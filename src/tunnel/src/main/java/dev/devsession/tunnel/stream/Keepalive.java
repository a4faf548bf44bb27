package dev.devsession.tunnel.stream;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Sends a PING every second, calls {@code onDoubt} after two seconds of silence and closes the connection after ten. It
 * sends without waiting for silence: on a slow link a late PING would queue behind all bytes in flight.
 */
final class Keepalive {

  static final Duration PING_EVERY = Duration.ofSeconds(1);
  static final Duration DOUBT_AFTER = Duration.ofSeconds(2);
  static final Duration LOST_AFTER = Duration.ofSeconds(10);

  private final EventExecutor loop;
  private final Runnable sendPing;
  private final LongConsumer onDoubt;
  private final Runnable onLost;
  private long lastReceivedNanos;
  private Future<?> next;

  /** Starts to count silence. @param onDoubt gets the time of the last received byte, by the loop's ticker */
  Keepalive(EventExecutor loop, Runnable sendPing, LongConsumer onDoubt, Runnable onLost) {
    this.loop = loop;
    this.sendPing = sendPing;
    this.onDoubt = onDoubt;
    this.onLost = onLost;
    recordReceived();
    scheduleNext();
  }

  void recordReceived() {
    lastReceivedNanos = loop.ticker().nanoTime();
  }

  Duration silence() {
    return Duration.ofNanos(loop.ticker().nanoTime() - lastReceivedNanos);
  }

  private void check() {
    var silence = silence();
    if (silence.compareTo(LOST_AFTER) >= 0) {
      onLost.run();
      return;
    }
    if (silence.compareTo(DOUBT_AFTER) >= 0) {
      onDoubt.accept(lastReceivedNanos);
    }
    sendPing.run();
    scheduleNext();
  }

  private void scheduleNext() {
    next = loop.schedule(this::check, PING_EVERY.toNanos(), TimeUnit.NANOSECONDS);
  }

  void stop() {
    next.cancel(false);
  }
}
