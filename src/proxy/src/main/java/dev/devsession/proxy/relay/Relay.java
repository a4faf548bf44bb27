package dev.devsession.proxy.relay;

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

  /** How long a connection rests before it is taken for an idle one. */
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Relays relays;
  private final Upstream upstream;
  private final Leg client;
  private Leg target;
  private State state = State.DIALING;
  private Conversation conversation;
  private Http2Conversation early;
  private boolean leaving;
  private long leavingNanos;
  private long lastBytesNanos;

  private Relay(SocketChannel clientChannel, Upstream upstream, Relays relays) {
    this.relays = relays;
    this.upstream = upstream;
    client = new Leg(clientChannel, this);
  }

  /** Takes over a client's channel, which must not read yet. */
  public static void start(SocketChannel clientChannel, Upstream upstream, Dialer dialer, Relays relays) {
    var relay = new Relay(clientChannel, upstream, relays);
    relays.add(relay);
    dialer.dial(clientChannel.eventLoop(), upstream.target())
        .addListener((Future<SocketChannel> dialed) -> relay.dialed(dialed));
  }

  private void dialed(Future<SocketChannel> dialed) {
    if (!dialed.isSuccess()) {
      upstream.failed(dialed.cause());
      reset();
      return;
    }
    upstream.reached();
    target = new Leg(dialed.getNow(), this);
    if (state == State.OVER) {
      target.reset();
      return;
    }
    state = State.OPEN;
    lastBytesNanos = System.nanoTime();
    int hostPort = upstream.target().hostPort();
    if (hostPort != 0) {
      target.send(Unpooled.copyShort(hostPort));
    }
    client.start(target);
    target.start(client);
  }

  /** Takes over what a leg has read and returns what the other one is to write. */
  ByteBuf passing(Leg from, ByteBuf bytes) {
    lastBytesNanos = System.nanoTime();
    if (from == target) {
      return fromTarget(bytes);
    }
    if (conversation == null) {
      conversation = Conversation.of(bytes, early);
      if (leaving) {
        conversation.leave();
      }
    }
    conversation.fromClient(bytes);
    return bytes;
  }

  private ByteBuf fromTarget(ByteBuf bytes) {
    if (conversation != null) {
      return conversation.fromTarget(bytes);
    }
    early = early == null ? new Http2Conversation() : early;
    return early.fromTarget(bytes);
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
      client.send(word);
    }
  }

  void inputEnded(Leg leg) {
    if (state == State.OPEN) {
      leg.other().finishOutput();
      closeIfEnded();
    }
  }

  /** Returns whether both ends have been passed on, or will be by the closing of both sockets. */
  boolean closeIfEnded() {
    if (state != State.OPEN || !client.ended() || !target.ended()) {
      return false;
    }
    over();
    client.close();
    target.close();
    return true;
  }

  /** Resets both sides at once. Does nothing when the relay is over. */
  void reset() {
    if (state == State.OVER) {
      return;
    }
    over();
    client.reset();
    if (target != null) {
      target.reset();
    }
  }

  /**
   * Sends FIN both ways if the client has had the time to leave, the connection rests between two exchanges and nobody is
   * held up. Returns whether it has outlasted the drain time too: then better a reset than an end that looks orderly in the
   * middle of an answer.
   */
  boolean endIfQuiet(long withdrawNanos, long drainNanos) {
    long now = System.nanoTime();
    long overdue = now - leavingNanos - withdrawNanos;
    if (state == State.OPEN && overdue >= 0 && now - lastBytesNanos >= QUIET_NANOS
        && (conversation == null || conversation.isBetweenExchanges()) && client.writable() && target.writable()) {
      client.finishOutput();
      target.finishOutput();
    }
    return overdue >= drainNanos;
  }

  private void over() {
    state = State.OVER;
    relays.remove(this);
  }
}
