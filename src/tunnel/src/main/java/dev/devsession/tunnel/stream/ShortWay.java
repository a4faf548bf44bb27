package dev.devsession.tunnel.stream;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.PromiseNotifier;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A faster connection beside the one that is always there. New streams take it while it answers. It may be cut without
 * a sign, so each stream waits until the other end has connected to its target, and takes the other connection instead
 * if nothing at all is heard from the other end meanwhile. Nothing of a socket is lost by that, since nothing was sent.
 */
public final class ShortWay {

  /** Like that of the tunnel's ends: longer silence than this, and a connection gets no new streams. */
  private static final Duration ATTENTIVE = Keepalive.DOUBT_AFTER;
  /** How long nothing may be heard, on top of two round trips. */
  private static final Duration PATIENCE = Duration.ofMillis(300);
  /** Who has just been heard isn't asked for a sign of life. */
  private static final Duration RECENT = Duration.ofMillis(50);

  private final TunnelConnection connection;
  private final EventExecutor loop;
  /** What was heard before this time doesn't count: a stream has waited in vain since then. */
  private long doubtedNanos;

  /** @param loop of the connection */
  public ShortWay(TunnelConnection connection, EventExecutor loop) {
    this.connection = connection;
    this.loop = loop;
    doubtedNanos = loop.ticker().nanoTime() - ATTENTIVE.toNanos();
  }

  public TunnelConnection connection() {
    return connection;
  }

  /** Whether new streams should take it. */
  public boolean answers() {
    return !connection.closed().isDone() && connection.silence().compareTo(ATTENTIVE) < 0
        && heardNanos() - doubtedNanos > 0;
  }

  private long heardNanos() {
    return loop.ticker().nanoTime() - connection.silence().toNanos();
  }

  /** Streams that take this connection or, if it fails before they are connected, another. */
  public StreamOpener before(Supplier<? extends StreamOpener> otherwise) {
    return new FallbackOpener(this, otherwise, loop);
  }

  /** Like {@link StreamOpener#open}; it also fails when nothing is heard. */
  Future<ConnectedStream> open(String authority) {
    Promise<ConnectedStream> outcome = loop.newPromise();
    var opening = connection.open(authority);
    long began = loop.ticker().nanoTime();
    opening.addListener(new PromiseNotifier<>(false, outcome));
    outcome.addListener(done -> opening.cancel(false));
    if (!outcome.isDone()) {
      if (connection.silence().compareTo(RECENT) > 0) {
        connection.ping();
      }
      awaitSign(outcome, began);
    }
    return outcome;
  }

  private void awaitSign(Promise<ConnectedStream> outcome, long sinceNanos) {
    var patience = PATIENCE.plus(connection.roundTrip().multipliedBy(2));
    var check = loop.schedule(() -> {
      if (heardNanos() - sinceNanos > 0) {
        connection.ping();
        awaitSign(outcome, loop.ticker().nanoTime());
      } else {
        doubtedNanos = loop.ticker().nanoTime();
        outcome.tryFailure(new IOException("nothing was heard for " + patience.toMillis() + " ms"));
      }
    }, patience.toNanos(), TimeUnit.NANOSECONDS);
    outcome.addListener(done -> check.cancel(false));
  }
}
