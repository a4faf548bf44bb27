package dev.devsession.proxy.relay;

import dev.devsession.tunnel.socket.HalfCloseRelay;
import dev.devsession.tunnel.socket.Sockets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One client's connection and its counterpart at the target.
 *
 * <pre>
 *             connected           both ends were passed on
 *   DIALING ────────────▶ OPEN ─────────────────────────────▶ OVER  (both closed)
 *      │                   │                                   ▲
 *      └───────────────────┴───────────────────────────────────┘    (both reset)
 *        no address answered, a reset, an error, drain deadline
 * </pre>
 *
 * A socket that closes in any way but by both FINs counts as reset. Until the target is connected nothing is read from
 * the client: early bytes wait in the kernel.
 */
public final class Relay implements ClientConnection {

  private enum State {
    DIALING,
    OPEN,
    OVER
  }

  /** How long a connection carries no bytes before it counts as idle. */
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long REDIAL_MILLIS = 100;

  private final RelayRegistry relays;
  private final Dialer dialer;
  private final Upstream upstream;
  private final SocketChannel client;
  private State state = State.DIALING;
  /** Null while dialing. */
  private HalfCloseRelay sockets;
  private ProtocolTracker tracker;
  private Http2ProtocolTracker earlyTracker;
  private boolean closeRequested;
  private long closeRequestedNanos;
  private long lastBytesNanos;

  private Relay(SocketChannel client, Upstream upstream, Dialer dialer, RelayRegistry relays) {
    this.relays = relays;
    this.dialer = dialer;
    this.upstream = upstream;
    this.client = client;
  }

  /** Takes over a client's channel, which must not read yet. */
  public static void start(SocketChannel client, Upstream upstream, Dialer dialer, RelayRegistry relays) {
    var relay = new Relay(client, upstream, dialer, relays);
    relays.add(relay);
    relay.dial();
  }

  private void dial() {
    if (state == State.DIALING) {
      dialer.dial(client.eventLoop(), upstream.target()).addListener((Future<SocketChannel> dialed) -> dialed(dialed));
    }
  }

  private void dialed(Future<SocketChannel> dialed) {
    if (!dialed.isSuccess() && upstream.mayBecomeReachable(dialed.cause())) {
      client.eventLoop().schedule(this::dial, REDIAL_MILLIS, TimeUnit.MILLISECONDS);
      return;
    }
    if (!dialed.isSuccess()) {
      upstream.recordFailure(dialed.cause());
      reset();
      return;
    }
    upstream.recordReached();
    var target = dialed.getNow();
    if (state == State.OVER) {
      Sockets.reset(target);
      return;
    }
    state = State.OPEN;
    lastBytesNanos = System.nanoTime();
    sockets = new HalfCloseRelay(client, target, new TrackedTraffic());
    int hostPort = upstream.target().hostPort();
    if (hostPort != 0) {
      sockets.sendToTarget(Unpooled.copyShort(hostPort));
    }
    sockets.start();
  }

  /** Tracks the protocol of the bytes that pass. */
  private final class TrackedTraffic implements HalfCloseRelay.Traffic {
    @Override
    public ByteBuf fromClient(ByteBuf bytes) {
      lastBytesNanos = System.nanoTime();
      if (tracker == null) {
        tracker = ProtocolTracker.of(bytes, earlyTracker);
        if (closeRequested) {
          tracker.requestClose();
        }
      }
      tracker.fromClient(bytes);
      return bytes;
    }

    @Override
    public ByteBuf fromTarget(ByteBuf bytes) {
      lastBytesNanos = System.nanoTime();
      if (tracker != null) {
        return tracker.fromTarget(bytes);
      }
      earlyTracker = earlyTracker == null ? new Http2ProtocolTracker() : earlyTracker;
      return earlyTracker.fromTarget(bytes);
    }

    @Override
    public void relayClosed() {
      Relay.this.markOver();
    }
  }

  @Override
  public boolean isOf(Object other) {
    return upstream == other;
  }

  @Override
  public void requestClose(long sinceNanos) {
    closeRequested = true;
    closeRequestedNanos = sinceNanos;
    var request = tracker == null ? null : tracker.requestClose();
    if (request != null) {
      sockets.sendToClient(request);
    }
  }

  @Override
  public void reset() {
    if (state == State.OPEN) {
      sockets.reset();
    } else if (state == State.DIALING) {
      Sockets.reset(client);
      markOver();
    }
  }

  @Override
  public boolean finishIfIdle(long withdrawNanos, long drainNanos) {
    if (isIdle(withdrawNanos)) {
      sockets.finish();
    }
    return System.nanoTime() - closeRequestedNanos - withdrawNanos >= drainNanos;
  }

  private boolean isIdle(long withdrawNanos) {
    long now = System.nanoTime();
    return state == State.OPEN && now - closeRequestedNanos >= withdrawNanos && now - lastBytesNanos >= IDLE_NANOS
        && (tracker == null || tracker.isBetweenExchanges()) && sockets.isWritable();
  }

  @Override
  public boolean isKnownIdle(long withdrawNanos) {
    return tracker != null && tracker.knowsExchanges() && isIdle(withdrawNanos);
  }

  private void markOver() {
    state = State.OVER;
    relays.remove(this);
  }
}
