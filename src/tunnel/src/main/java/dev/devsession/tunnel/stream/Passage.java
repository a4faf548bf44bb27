package dev.devsession.tunnel.stream;

import dev.devsession.tunnel.DialRefusedException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.Future;

/**
 * A stream and the socket whose bytes it carries.
 *
 * <pre>
 *             connected           FIN both ways, all written
 *   DIALING ────────────▶ OPEN ─────────────────────────────▶ OVER  (socket closed)
 *      │                   │                                   ▲
 *      └───────────────────┴───────────────────────────────────┘    (stream and socket reset)
 *        no connection, a reset at either end, the tunnel lost
 * </pre>
 *
 * Bytes for a socket that isn't connected yet or takes no more wait here, copied, and only once they are on their way does
 * the stream's window open again: that is how a slow reader slows down the writer at the far end and nobody else.
 */
final class Passage extends ChannelInboundHandlerAdapter {

  /**
   * While so many bytes (the upper one) have not left yet, nothing more is read from the socket. Netty has a measure of its
   * own, but that lets what is stuck in some streams stop all the others.
   */
  private static final int UNSENT_HIGH = 64 * 1024;
  private static final int UNSENT_LOW = 32 * 1024;
  /** Of a stream whose far end still takes that much, so that the next on the way finds all it can read at once. */
  private static final int UNSENT_FLOWING = 256 * 1024;

  private final Http2End end;
  private final Http2Stream stream;
  private final Windows.Window window;
  private long askedNanos;
  private SocketChannel socket;
  private final Backlog waiting = new Backlog();
  private int unsent;
  private boolean inputEnded;
  private boolean endSent;
  private boolean remoteEnded;
  private boolean finishing;
  private boolean outputEnded;
  private boolean over;

  Passage(Http2End end, Http2Stream stream, Windows.Window window, long openedNanos) {
    askedNanos = openedNanos;
    this.end = end;
    this.stream = stream;
    this.window = window;
  }

  Http2Stream stream() {
    return stream;
  }

  /** When the socket last had bytes for the stream, or came; by the loop's ticker. */
  long askedNanos() {
    return askedNanos;
  }

  Windows.Window window() {
    return window;
  }

  /** Takes the socket once it is there, or resets the stream. */
  void dialed(Future<SocketChannel> dialed) {
    if (dialed.isSuccess()) {
      if (!over) {
        end.connected(this);
      }
      join(dialed.getNow());
    } else {
      reset(dialed.cause() instanceof DialRefusedException ? Http2Error.REFUSED_STREAM : Http2Error.CONNECT_ERROR);
    }
  }

  void join(SocketChannel connected) {
    socket = connected;
    if (over) {
      Sockets.reset(socket);
      return;
    }
    socket.pipeline().addLast(this);
    drain();
    read(true);
  }

  /** Takes what came for the socket; {@code bytes} are the caller's. */
  void data(ByteBuf bytes, boolean last) {
    if (over) {
      return;
    }
    int count = bytes.readableBytes();
    if (count > 0 && keepsUp()) {
      socket.write(bytes.retain(), socket.voidPromise());
      end.flushAfterRead(this);
      end.consumed(this, count);
    } else if (count > 0) {
      waiting.add(bytes, end.allocator());
      end.flushAfterRead(this);
    }
    remoteEnded |= last;
    finishOutput();
  }

  /** Whether the socket has taken all it was given. Only then are bytes written as they are, as part of a larger buffer. */
  private boolean keepsUp() {
    var unwritten = socket == null ? null : socket.unsafe().outboundBuffer();
    return unwritten != null && waiting.isEmpty() && unwritten.isEmpty() && unwritten.totalPendingWriteBytes() == 0;
  }

  private void drain() {
    while (!waiting.isEmpty() && socket.isWritable()) {
      var piece = waiting.take();
      int count = piece.readableBytes();
      socket.writeAndFlush(piece, socket.voidPromise());
      if (over) {
        return; // the write has failed
      }
      end.consumed(this, count);
    }
    finishOutput();
  }

  /** Afterwards something waits only if the socket takes no more, and tells when it does again. */
  void flush() {
    if (!over && socket != null) {
      socket.flush();
      drain();
    }
  }

  /** Sends FIN after everything that the other end has sent, if that is all. */
  private void finishOutput() {
    if (!remoteEnded || finishing || socket == null || !waiting.isEmpty()) {
      return;
    }
    finishing = true;
    socket.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
      if (written.isSuccess() && !over) {
        socket.shutdownOutput();
        outputEnded = true;
        closeIfEnded();
      }
    });
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    askedNanos = end.now();
    var bytes = (ByteBuf) message;
    int count = bytes.readableBytes();
    if (unsent > 0 && count < bytes.capacity() / 2) {
      bytes = Backlog.copy(bytes, end.allocator());
    }
    unsent += count;
    if (unsent >= Math.clamp(end.sendWindow(stream), UNSENT_HIGH, UNSENT_FLOWING)) {
      read(false);
    }
    end.send(this, bytes, false).addListener(sent -> {
      unsent -= count;
      if (unsent <= UNSENT_LOW) {
        read(true);
      }
    });
  }

  private void read(boolean read) {
    // Once the socket's input has ended there is nothing to pause, and asking for reads again would spin.
    if (!over && !inputEnded) {
      socket.config().setAutoRead(read);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE && !over) {
      inputEnded = true;
      end.send(this, Unpooled.EMPTY_BUFFER, true).addListener(sent -> endSent = sent.isSuccess());
      closeIfEnded();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!over && socket.isWritable()) {
      drain();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    reset(Http2Error.CANCEL);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    reset(Http2Error.CANCEL);
  }

  private void closeIfEnded() {
    if (inputEnded && outputEnded) {
      over();
      socket.close();
    }
  }

  /** Resets the socket, and the stream with this code. */
  void reset(Http2Error code) {
    if (!over) {
      end.reset(stream, code);
      streamReset();
    }
  }

  /** The stream is gone: resets the socket. */
  void streamReset() {
    if (!over) {
      over();
      if (socket != null) {
        Sockets.reset(socket);
      }
    }
  }

  /** The whole connection is gone: resets the socket unless all its bytes have come and went. */
  void tunnelLost() {
    if (!(remoteEnded && endSent)) {
      streamReset();
    }
  }

  private void over() {
    over = true;
    waiting.drop();
    window.close();
    end.over(this);
  }
}
