package dev.devsession.proxy.relay;

import dev.devsession.tunnel.socket.HalfCloseRelay;
import dev.devsession.tunnel.socket.Sockets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.ChannelInputShutdownEvent;
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
  private final SocketChannel client;
  private final Object route;
  private final EarlyBytes early;
  private State state = State.DIALING;
  /** Null while dialing. */
  private HalfCloseRelay sockets;
  private ProtocolTracker tracker;
  private Http2ProtocolTracker earlyTracker;
  private boolean closeRequested;
  private long closeRequestedNanos;
  private long lastBytesNanos;

  private Relay(SocketChannel client, Object route, EarlyBytes early, RelayRegistry relays) {
    this.relays = relays;
    this.client = client;
    this.route = route;
    this.early = early;
  }

  /** Takes over a client's channel, which must not read yet. */
  public static void start(SocketChannel client, Upstream upstream, Dialer dialer, RelayRegistry relays) {
    var relay = new Relay(client, upstream, EarlyBytes.NONE, relays);
    relays.add(relay);
    relay.dial(upstream, dialer);
  }

  /**
   * Takes over a client's channel, without a handler of others and not reading.
   *
   * @param early what was read on it, and on the target's
   * @param target a channel that doesn't read
   * @param route what the registry is asked for
   */
  public static void join(SocketChannel client, EarlyBytes early, Future<SocketChannel> target, Object route,
      RelayRegistry relays) {
    var relay = new Relay(client, route, early, relays);
    relays.add(relay);
    target.addListener((Future<SocketChannel> dialed) -> {
      if (dialed.isSuccess()) {
        relay.connected(dialed.getNow(), 0);
      } else {
        relay.reset();
      }
    });
  }

  private void dial(Upstream upstream, Dialer dialer) {
    if (state == State.DIALING) {
      var loop = client.eventLoop();
      var dialing = upstream.mayBeUnknownToNodes()
          ? dialer.dialBriefly(loop, upstream.target())
          : dialer.dial(loop, upstream.target());
      dialing.addListener((Future<SocketChannel> dialed) -> dialed(dialed, upstream, dialer));
    }
  }

  private void dialed(Future<SocketChannel> dialed, Upstream upstream, Dialer dialer) {
    if (!dialed.isSuccess() && upstream.mayBecomeReachable(dialed.cause())) {
      client.eventLoop().schedule(() -> dial(upstream, dialer), REDIAL_MILLIS, TimeUnit.MILLISECONDS);
      return;
    }
    if (!dialed.isSuccess()) {
      upstream.recordFailure(dialed.cause());
      reset();
      return;
    }
    upstream.recordReached();
    connected(dialed.getNow(), upstream.target().hostPort());
  }

  private void connected(SocketChannel target, int hostPort) {
    if (state == State.OVER) {
      Sockets.reset(target);
      return;
    }
    state = State.OPEN;
    lastBytesNanos = System.nanoTime();
    var traffic = new TrackedTraffic();
    sockets = new HalfCloseRelay(client, target, traffic);
    if (hostPort != 0) {
      sockets.sendToTarget(Unpooled.copyShort(hostPort));
    }
    if (early.ofTarget().isReadable()) {
      sockets.sendToClient(traffic.fromTarget(early.ofTarget()));
    }
    if (early.ofClient().isReadable()) {
      sockets.sendToTarget(traffic.fromClient(early.ofClient()));
    }
    passEnd(target, early.targetEnded());
    passEnd(client, early.clientEnded());
    sockets.start();
  }

  /** The socket's handler has not seen its FIN, which was read before. */
  private static void passEnd(SocketChannel socket, boolean ended) {
    if (ended) {
      socket.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }
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
    return route.equals(other);
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
      early.release();
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
