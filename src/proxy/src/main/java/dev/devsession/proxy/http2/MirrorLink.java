package dev.devsession.proxy.http2;

import dev.devsession.proxy.intercept.AwayReason;
import dev.devsession.proxy.intercept.CopyBudget;
import dev.devsession.proxy.intercept.InterceptedPort;
import dev.devsession.proxy.routes.SessionRoute;
import dev.devsession.tunnel.socket.Sockets;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A client's connection to a machine that gets copies of its requests. What the machine answers is dropped as fast as
 * it comes: no {@link Leg} is attached to the streams.
 */
final class MirrorLink implements Http2Peer.Events {

  private enum State {
    DIALING,
    GREETING,
    READY,
    RETIRED,
    OVER
  }

  /** How long the machine has for the copies after the client has gone. */
  private static final int PARTING_SECONDS = 10;

  private final InterceptedPort port;
  private final SessionRoute session;
  private final EventLoop loop;
  private final CopyBudget.Share budget;
  private final Runnable retired;
  private final Queue<StreamCopy> waiting = new ArrayDeque<>();
  /** Those that the client hasn't sent to the end. */
  private final Set<StreamCopy> sending = new HashSet<>();
  private State state = State.DIALING;
  /** Why it is over. */
  private AwayReason ended = AwayReason.LOST;
  /** Null while the client is there. */
  private Future<?> parting;
  private Http2Peer peer;

  /** @param retired is run when it takes no more copies */
  MirrorLink(InterceptedPort port, SessionRoute session, EventLoop loop, Runnable retired) {
    this.port = port;
    this.session = session;
    this.loop = loop;
    this.retired = retired;
    budget = port.copies().share();
  }

  void dial() {
    port.connectMachine(loop, session).addListener((Future<SocketChannel> dialed) -> dialed(dialed));
  }

  private void dialed(Future<SocketChannel> dialed) {
    if (!dialed.isSuccess()) {
      end(AwayReason.of(dialed.cause()));
    } else if (state == State.OVER) {
      Sockets.reset(dialed.getNow());
    } else {
      state = State.GREETING;
      peer = Http2PeerBuilder.towardsServer(this);
      peer.start(dialed.getNow());
      loop.schedule(this::greetingOverdue, UpstreamLink.GREETING_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void greetingOverdue() {
    if (state == State.GREETING) {
      end(AwayReason.SILENT);
    }
  }

  /** Begins a copy of a request. */
  StreamCopy copy(Http2Headers head, boolean complete) {
    port.requestMirrored(session);
    var copy = new StreamCopy(this, budget, head, complete);
    if (!copy.begin()) {
      return copy;
    }
    if (state == State.OVER) {
      copy.giveUp(ended.label());
    } else {
      waiting.add(copy);
      openWaiting();
    }
    return copy;
  }

  private void openWaiting() {
    while (state == State.READY && !waiting.isEmpty() && peer.canOpenStream()) {
      var next = waiting.poll();
      if (next.isOver()) {
        continue;
      }
      if (!next.open(peer)) {
        next.giveUp(AwayReason.LOST.label()); // all stream numbers of the connection are used up
        retire();
      } else if (!next.isSent()) {
        sending.removeIf(StreamCopy::isSent);
        sending.add(next);
      }
    }
    closeIfUnused();
  }

  /** A copy was given up. */
  void lost(String reason) {
    port.copyLost(session, reason);
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
  }

  private void retire() {
    if (state == State.READY) {
      state = State.RETIRED;
      retired.run();
      giveUp(waiting, AwayReason.LOST);
      closeIfUnused();
    }
  }

  @Override
  public void streamClosed() {
    loop.execute(this::openWaiting);
  }

  /** The copies that the client has sent to the end go on. */
  void clientGone() {
    if (loop.isShuttingDown()) {
      end(AwayReason.LOST);
      return;
    }
    parting = loop.schedule(() -> end(AwayReason.LOST), PARTING_SECONDS, TimeUnit.SECONDS);
    closeIfUnused();
  }

  private void closeIfUnused() {
    boolean ending = state == State.RETIRED || parting != null && waiting.stream().allMatch(StreamCopy::isOver);
    if (ending && state != State.OVER && (peer == null || peer.openStreams() == 0)) {
      markOver();
      if (peer != null) {
        peer.finish();
      }
    }
  }

  @Override
  public void connectionLost(boolean broken) {
    end(AwayReason.LOST);
  }

  private void end(AwayReason reason) {
    if (state == State.OVER) {
      return;
    }
    ended = reason;
    markOver();
    giveUp(waiting, reason);
    giveUp(sending, reason);
    if (peer != null) {
      peer.reset();
    }
  }

  private void markOver() {
    state = State.OVER;
    retired.run();
    if (parting != null) {
      parting.cancel(false);
    }
  }

  private static void giveUp(Collection<StreamCopy> copies, AwayReason reason) {
    List.copyOf(copies).stream().filter(copy -> !copy.isSent()).forEach(copy -> copy.giveUp(reason.label()));
    copies.clear();
  }
}
