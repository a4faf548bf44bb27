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
public final class Relay {

  private enum State {
    DIALING,
    OPEN,
    OVER
  }

  /** How long a connection carries no bytes before it counts as idle. */
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final RelayRegistry relays;
  private final Upstream upstream;
  private final SocketChannel client;
  private State state = State.DIALING;
  /** Null while dialing. */
  private HalfCloseRelay sockets;
  private ProtocolTracker conversation;
  private Http2ProtocolTracker early;
  private boolean leaving;
  private long leavingNanos;
  private long lastBytesNanos;

  private Relay(SocketChannel client, Upstream upstream, RelayRegistry relays) {
    this.relays = relays;
    this.upstream = upstream;
    this.client = client;
  }

  /** Takes over a client's channel, which must not read yet. */
  public static void start(SocketChannel client, Upstream upstream, Dialer dialer, RelayRegistry relays) {
    var relay = new Relay(client, upstream, relays);
    relays.add(relay);
    dialer.dial(client.eventLoop(), upstream.target())
        .addListener((Future<SocketChannel> dialed) -> relay.dialed(dialed));
  }

  private void dialed(Future<SocketChannel> dialed) {
    if (!dialed.isSuccess()) {
      upstream.failed(dialed.cause());
      reset();
      return;
    }
    upstream.reached();
    var target = dialed.getNow();
    if (state == State.OVER) {
      Sockets.reset(target);
      return;
    }
    state = State.OPEN;
    lastBytesNanos = System.nanoTime();
    sockets = new HalfCloseRelay(client, target, new Followed());
    int hostPort = upstream.target().hostPort();
    if (hostPort != 0) {
      sockets.sendToTarget(Unpooled.copyShort(hostPort));
    }
    sockets.start();
  }

  /** Follows what passes. */
  private final class Followed implements HalfCloseRelay.Traffic {
    @Override
    public ByteBuf fromClient(ByteBuf bytes) {
      lastBytesNanos = System.nanoTime();
      if (conversation == null) {
        conversation = ProtocolTracker.of(bytes, early);
        if (leaving) {
          conversation.leave();
        }
      }
      conversation.fromClient(bytes);
      return bytes;
    }

    @Override
    public ByteBuf fromTarget(ByteBuf bytes) {
      lastBytesNanos = System.nanoTime();
      if (conversation != null) {
        return conversation.fromTarget(bytes);
      }
      early = early == null ? new Http2ProtocolTracker() : early;
      return early.fromTarget(bytes);
    }

    @Override
    public void relayClosed() {
      Relay.this.over();
    }
  }

  boolean isOf(Upstream other) {
    return upstream == other;
  }

  /** Asks the client to leave, now or with the next answer, if that can be said in its protocol. */
  void leave(long sinceNanos) {
    leaving = true;
    leavingNanos = sinceNanos;
    var word = conversation == null ? null : conversation.leave();
    if (word != null) {
      sockets.sendToClient(word);
    }
  }

  /** Resets both sides at once. Does nothing when the relay is over. */
  void reset() {
    if (state == State.OPEN) {
      sockets.reset();
    } else if (state == State.DIALING) {
      Sockets.reset(client);
      over();
    }
  }

  /**
   * Sends FIN both ways if the client has had time to leave, the connection is between two exchanges and no bytes wait.
   * Returns whether it has outlasted the drain time too: it should then be reset, because a FIN in the middle of an
   * answer would look like an orderly end.
   */
  boolean endIfQuiet(long withdrawNanos, long drainNanos) {
    long now = System.nanoTime();
    long overdue = now - leavingNanos - withdrawNanos;
    if (state == State.OPEN && overdue >= 0 && now - lastBytesNanos >= QUIET_NANOS
        && (conversation == null || conversation.isBetweenExchanges()) && sockets.isWritable()) {
      sockets.finish();
    }
    return overdue >= drainNanos;
  }

  private void over() {
    state = State.OVER;
    relays.remove(this);
  }
}
