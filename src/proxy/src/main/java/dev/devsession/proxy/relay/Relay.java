package dev.devsession.proxy.relay;

import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;

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
    DIALING, OPEN, OVER
  }

  private final Relays relays;
  private final Leg client;
  private Leg target;
  private State state = State.DIALING;
  private long lastBytesNanos;
  private boolean clientSpokeLast;

  private Relay(SocketChannel clientChannel, Relays relays) {
    this.relays = relays;
    client = new Leg(clientChannel, this);
  }

  /** Takes over a client's channel, which must not read yet. */
  public static void start(SocketChannel clientChannel, Upstream upstream, Dialer dialer, Relays relays) {
    var relay = new Relay(clientChannel, relays);
    relays.add(relay);
    dialer.dial(clientChannel.eventLoop(), upstream.target())
        .addListener((Future<SocketChannel> dialed) -> relay.dialed(dialed, upstream));
  }

  private void dialed(Future<SocketChannel> dialed, Upstream upstream) {
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
    client.start(target);
    target.start(client);
  }

  void bytesMoved(Leg from) {
    lastBytesNanos = System.nanoTime();
    clientSpokeLast = from == client;
  }

  void inputEnded(Leg leg) {
    if (state == State.OPEN) {
      leg.other().finishOutput();
      closeIfEnded();
    }
  }

  void outputEnded() {
    if (state == State.OPEN) {
      closeIfEnded();
    }
  }

  private void closeIfEnded() {
    if (client.ended() && target.ended()) {
      over();
      client.close();
      target.close();
    }
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
   * Sends FIN both ways if the connection rests between two exchanges: nothing moved for that long, nobody is held up,
   * and the client isn't waiting for an answer.
   */
  void finishIfQuiet(long quietNanos) {
    if (state == State.OPEN && !clientSpokeLast && client.writable() && target.writable()
        && System.nanoTime() - lastBytesNanos >= quietNanos) {
      client.finishOutput();
      target.finishOutput();
    }
  }

  private void over() {
    state = State.OVER;
    relays.remove(this);
  }
}
