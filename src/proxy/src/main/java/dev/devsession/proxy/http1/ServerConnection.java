package dev.devsession.proxy.http1;

import dev.devsession.proxy.routes.SessionRoute;
import dev.devsession.tunnel.socket.RelayHandler;
import dev.devsession.tunnel.socket.Sockets;
import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A client's connection to one server: the original, or a session's machine. It is opened for a request and kept for
 * later ones.
 */
final class ServerConnection {

  private final Http1Router router;
  private final ServerEvents events;
  /** Whose machine it leads to; null: to the original. */
  final SessionRoute session;
  /** Taken over from the client, while it is being opened. */
  private final List<ByteBuf> unsent = new ArrayList<>(1);
  private final AnswerReader answers;
  /** Null once it was asked for. */
  private Supplier<Future<SocketChannel>> connect;
  /** Null while it is being opened. */
  private Socket socket;
  private boolean finishRequested;
  private boolean over;
  private boolean left;
  /** Whether it has answered a request. */
  boolean isKept;

  ServerConnection(Http1Router router, ServerEvents events, SessionRoute session,
      Supplier<Future<SocketChannel>> connect) {
    this.router = router;
    this.events = events;
    this.connect = connect;
    this.session = session;
    answers = new AnswerReader(router, events);
  }

  /** Connects, unless it did before; after that it may be over already. */
  void open() {
    if (connect == null) {
      return;
    }
    var connecting = connect.get();
    connect = null;
    connecting.addListener((Future<SocketChannel> connected) -> {
      if (connected.isSuccess()) {
        connected(connected.getNow());
      } else if (!over) {
        over = true;
        events.notReached(this, List.copyOf(unsent), connected.cause());
      }
    });
  }

  private void connected(SocketChannel channel) {
    if (over) {
      Sockets.reset(channel);
      return;
    }
    socket = new Socket(channel);
    channel.pipeline().addLast(socket);
    unsent.forEach(socket::write);
    unsent.clear();
    socket.flush();
    if (finishRequested) {
      socket.finish();
    }
    if (channel.isActive()) {
      socket.setReading(true);
      router.updateReading();
    } else {
      events.ended(this, true);
    }
  }

  /** Takes over the bytes; {@link #flush} sends them. */
  void write(ByteBuf bytes) {
    if (over) {
      bytes.release();
    } else if (socket == null) {
      unsent.add(bytes);
    } else {
      socket.write(bytes);
    }
  }

  void flush() {
    if (socket != null) {
      socket.flush();
    }
  }

  void setReading(boolean reading) {
    if (socket != null) {
      socket.setReading(reading);
    }
  }

  boolean isWritable() {
    return socket != null && socket.isWritable();
  }

  boolean isOver() {
    return over;
  }

  /** It takes no further request. */
  void leave() {
    left = true;
  }

  boolean isLeft() {
    return left;
  }

  /** Whether FIN was read on it, and FIN was sent. */
  boolean hasEnded() {
    return socket != null && socket.hasEnded();
  }

  /** Whether an answer is incomplete that only the end of the connection completes. */
  boolean isAnswerUntilClose() {
    return answers.isUntilClose();
  }

  /** Sends FIN after everything that was written. */
  void finish() {
    finishRequested = true;
    if (socket != null) {
      socket.finish();
    }
  }

  /** Closes it in order, when it carries nothing any more. */
  void close() {
    drop(false);
  }

  void reset() {
    drop(true);
  }

  private void drop(boolean byReset) {
    if (over) {
      return;
    }
    over = true;
    unsent.forEach(ByteBuf::release);
    unsent.clear();
    answers.release();
    if (socket != null && byReset) {
      socket.reset();
    } else if (socket != null) {
      socket.close();
    }
  }

  /** Passes on what has come of an answer's head that never becomes whole. */
  void passPartialAnswer() {
    answers.passPartial();
  }

  boolean hasPartialAnswer() {
    return answers.hasPartial();
  }

  private final class Socket extends RelayHandler {

    Socket(SocketChannel socket) {
      super(socket);
    }

    @Override
    protected void received(ByteBuf bytes) {
      if (over) {
        bytes.release();
      } else if (router.isTunnelTo(ServerConnection.this)) {
        router.toClient(bytes);
      } else if (events.isAnsweredBy(ServerConnection.this)) {
        answers.received(bytes, ServerConnection.this);
      } else {
        bytes.release();
        events.sentUnasked(ServerConnection.this);
      }
    }

    @Override
    protected void receivedAll() {
      router.flushClient();
    }

    @Override
    protected void writabilityChanged() {
      router.updateReading();
    }

    @Override
    protected void inputEnded() {
      if (!over) {
        events.ended(ServerConnection.this, false);
      }
    }

    @Override
    protected boolean closeIfEnded() {
      return router.closeIfEnded();
    }

    @Override
    protected void connectionLost() {
      if (!over) {
        events.ended(ServerConnection.this, true);
      }
    }
  }
}
