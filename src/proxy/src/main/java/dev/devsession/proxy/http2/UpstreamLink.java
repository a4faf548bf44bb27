package dev.devsession.proxy.http2;

import dev.devsession.proxy.routes.Target;
import dev.devsession.tunnel.socket.Sockets;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * A client's connection to one server.
 *
 * <pre>
 *           connected           SETTINGS         GOAWAY
 *   DIALING ─────────▶ GREETING ────────▶ READY ────────▶ RETIRED ─────▶ OVER
 *      │                  │                 │   no stream is left: closed ▲
 *      └──────────────────┴─────────────────┴─────────────────────────────┘  lost
 * </pre>
 *
 * Exchanges wait until it is ready, so nothing of them was sent if it never is, and while the server takes no more
 * streams.
 */
final class UpstreamLink implements Http2Peer.Events {

  private enum State {
    DIALING,
    GREETING,
    READY,
    RETIRED,
    OVER
  }

  /** How long a program on a machine may take to send its SETTINGS. */
  static final long GREETING_SECONDS = 1;

  private final UpstreamLinks links;
  private final Target machine;
  private final Queue<Exchange> waiting = new ArrayDeque<>(0);
  private State state = State.DIALING;
  private Http2Peer peer;

  /** @param machine where it leads; null: to the original */
  UpstreamLink(UpstreamLinks links, Target machine) {
    this.links = links;
    this.machine = machine;
  }

  Target machine() {
    return machine;
  }

  boolean isCarrying() {
    return (state == State.READY || state == State.RETIRED) && peer.openStreams() > 0;
  }

  void dialed(Future<SocketChannel> dialed) {
    if (state == State.OVER) {
      if (dialed.isSuccess()) {
        Sockets.reset(dialed.getNow());
      }
    } else if (dialed.isSuccess()) {
      state = State.GREETING;
      peer = Http2PeerBuilder.towardsServer(this);
      peer.start(dialed.getNow());
      if (machine != null) {
        dialed.getNow().eventLoop().schedule(this::greetingOverdue, GREETING_SECONDS, TimeUnit.SECONDS);
      }
    } else {
      state = State.OVER;
      links.notReached(this, takeWaiting(), dialed.cause());
    }
  }

  /** The machine may have gone since its program took the connection, without a sign of it. */
  private void greetingOverdue() {
    if (state == State.GREETING) {
      state = State.OVER;
      peer.abandon();
      links.notHttp2(this, takeWaiting(), false);
    }
  }

  void add(Exchange exchange) {
    if (waiting.size() > 2 * Http2PeerBuilder.MAX_STREAMS) {
      waiting.removeIf(Exchange::isOver); // cancelled, and the server takes none
    }
    waiting.add(exchange);
    openWaiting();
    if (!waiting.isEmpty()) {
      exchange.waitForServer();
    }
  }

  private void openWaiting() {
    while (state == State.READY && !waiting.isEmpty() && peer.canOpenStream()) {
      var next = waiting.peek();
      if (!next.isOver() && !next.open(peer)) {
        retire(); // all stream numbers of the connection are used up
        return;
      }
      waiting.poll();
    }
  }

  private List<Exchange> takeWaiting() {
    var taken = waiting.stream().filter(exchange -> !exchange.isOver()).toList();
    waiting.clear();
    return taken;
  }

  @Override
  public void settingsReceived() {
    if (state == State.GREETING) {
      state = State.READY;
    }
    openWaiting();
  }

  @Override
  public void goAwayReceived(int lastStream) {
    retire();
    peer.forEachLegAfter(lastStream, leg -> {
      if (leg.exchange().takeBack(false)) {
        links.sendAgain(leg.exchange());
      } else {
        leg.exchange().serverLost(Http2Error.REFUSED_STREAM);
      }
    });
  }

  /** Carries its open streams to their ends. New ones, and those that wait, get another connection. */
  void retire() {
    if (state == State.READY) {
      state = State.RETIRED;
      links.retired(this);
      takeWaiting().forEach(links::sendAgain);
      closeIfUnused();
    }
  }

  private void closeIfUnused() {
    if (state == State.RETIRED && peer.openStreams() == 0) {
      state = State.OVER;
      links.ended(this);
      peer.finish();
    }
  }

  @Override
  public void streamClosed() {
    if (!waiting.isEmpty() || state == State.RETIRED) {
      peer.context().executor().execute(() -> {
        openWaiting();
        closeIfUnused();
      });
    }
  }

  @Override
  public void connectionLost(boolean broken) {
    var before = state;
    state = State.OVER;
    if (before == State.GREETING) {
      links.notHttp2(this, takeWaiting(), broken);
    } else if (before != State.OVER) {
      links.ended(this);
      takeWaiting().forEach(links::sendAgain);
      peer.openLegs().forEach(leg -> {
        if (leg.exchange().takeBack(true)) {
          links.notAnswered(leg.exchange());
        } else {
          leg.exchange().serverLost(Http2Error.INTERNAL_ERROR);
        }
      });
    }
  }

  /** The client has gone. */
  void abandon() {
    boolean open = peer != null && state != State.OVER;
    state = State.OVER;
    waiting.clear();
    if (open) {
      peer.abandon();
    }
  }
}
