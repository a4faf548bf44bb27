package dev.devsession.proxy.http1;

import dev.devsession.proxy.http1.DroppedAnswers.Progress;
import dev.devsession.proxy.intercept.AwayReason;
import dev.devsession.proxy.intercept.CopyBudget;
import dev.devsession.proxy.intercept.InterceptedPort;
import dev.devsession.proxy.routes.SessionRoute;
import dev.devsession.tunnel.socket.Sockets;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * A client's connection to a machine that gets copies of its requests. A copy is sent once the answer to the one before
 * is complete, as clients do; what the machine answers is dropped. Opened again for the next copy when the machine
 * closes it.
 */
final class MirrorConnection {

  /** How long the machine has for the copies after the client has gone. */
  private static final int PARTING_SECONDS = 10;

  private final InterceptedPort port;
  private final SessionRoute session;
  private final EventLoop loop;
  private final CopyBudget.Share budget;
  private final Queue<RequestCopy> waiting = new ArrayDeque<>();
  /** The copy that is sent, or whose answer comes; null: none. */
  private RequestCopy current;
  /** Null while none is open. */
  private Machine machine;
  private boolean dialing;
  /** Null while the client is there. */
  private Future<?> parting;

  MirrorConnection(InterceptedPort port, SessionRoute session, EventLoop loop) {
    this.port = port;
    this.session = session;
    this.loop = loop;
    budget = port.copies().share();
  }

  /** Begins a copy. */
  RequestCopy copy(Http1Request request, ByteBuf first, boolean complete) {
    port.requestMirrored(session);
    var copy = new RequestCopy(request, this, budget);
    copy.received(first, complete);
    if (!copy.isOver()) {
      waiting.add(copy);
      sendNext();
    }
    return copy;
  }

  private void sendNext() {
    if (current != null || dialing) {
      return;
    }
    if (waiting.isEmpty()) {
      closeIfUnused();
    } else if (loop.isShuttingDown()) {
      giveUpAll(AwayReason.LOST);
    } else if (machine == null) {
      dialing = true;
      port.connectMachine(loop, session).addListener((Future<SocketChannel> dialed) -> dialed(dialed));
    } else {
      current = waiting.poll();
      current.send();
    }
  }

  private void dialed(Future<SocketChannel> dialed) {
    dialing = false;
    if (!dialed.isSuccess()) {
      giveUpAll(AwayReason.of(dialed.cause()));
    } else {
      machine = new Machine(dialed.getNow());
      machine.socket.pipeline().addLast(machine);
      machine.socket.config().setAutoRead(true);
      if (!machine.socket.isActive()) {
        machine.ended();
      }
    }
    sendNext();
  }

  private void giveUpAll(AwayReason reason) {
    while (!waiting.isEmpty()) {
      waiting.poll().giveUp(reason.label());
    }
  }

  ChannelFuture write(ByteBuf bytes) {
    return machine.socket.writeAndFlush(bytes);
  }

  /** A copy was given up. */
  void lost(String reason) {
    port.copyLost(session, reason);
  }

  /** No more of this copy comes. If a part of it was sent, nothing else can follow on the connection. */
  void ended(RequestCopy copy) {
    if (copy == current) {
      disconnect(true);
      loop.execute(this::sendNext);
    } else {
      waiting.remove(copy);
      closeIfUnused();
    }
  }

  private void disconnect(boolean byReset) {
    var left = machine;
    machine = null;
    if (current != null) {
      current.drop();
      current = null;
    }
    left.drop(byReset);
  }

  /** The copies that the client has sent to the end go on. */
  void clientGone() {
    if (loop.isShuttingDown()) {
      end();
      return;
    }
    parting = loop.schedule(this::end, PARTING_SECONDS, TimeUnit.SECONDS);
    closeIfUnused();
  }

  private void end() {
    giveUpAll(AwayReason.LOST);
    if (machine != null) {
      disconnect(true);
    }
  }

  private void closeIfUnused() {
    if (parting != null && current == null && waiting.isEmpty()) {
      parting.cancel(false);
      if (machine != null) {
        disconnect(false);
      }
    }
  }

  private final class Machine extends ChannelInboundHandlerAdapter {
    private final SocketChannel socket;
    private final DroppedAnswers answers = new DroppedAnswers();
    private boolean dropped;

    private Machine(SocketChannel socket) {
      this.socket = socket;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      var bytes = (ByteBuf) message;
      if (dropped || current == null) {
        bytes.release();
        ended(); // nobody has asked for them
        return;
      }
      var progress = answers.received(bytes, current.request);
      if (progress == Progress.INCOMPLETE) {
        return;
      }
      if (progress == Progress.LAST || !current.isComplete()) {
        disconnect(!current.isComplete());
      } else {
        current = null;
      }
      sendNext();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ChannelInputShutdownEvent.INSTANCE) {
        ended();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      ended();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      ended();
    }

    private void ended() {
      if (dropped) {
        return;
      }
      if (current != null && !answers.isUntilClose()) {
        lost(AwayReason.LOST.label());
      }
      disconnect(true);
      sendNext();
    }

    private void drop(boolean byReset) {
      dropped = true;
      answers.release();
      if (byReset) {
        Sockets.reset(socket);
      } else {
        Sockets.close(socket);
      }
    }
  }
}
