package dev.devsession.proxy.http1;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Ends a client's connection whose request's head doesn't become whole. */
final class HeadTimeout {

  /** How long a client may take to send a head after its first byte. */
  static final long SECONDS = 30;

  private final EventLoop loop;
  private final Runnable overdue;
  /** Null: no head is incomplete. */
  private Future<?> timeout;

  HeadTimeout(EventLoop loop, Runnable overdue) {
    this.loop = loop;
    this.overdue = overdue;
  }

  /** A head has begun. Does nothing if this was known. */
  void headBegun() {
    if (timeout == null) {
      timeout = loop.schedule(this::expire, SECONDS, TimeUnit.SECONDS);
    }
  }

  private void expire() {
    timeout = null;
    overdue.run();
  }

  void cancel() {
    if (timeout != null) {
      timeout.cancel(false);
      timeout = null;
    }
  }
}
