package dev.devsession.tunnel.stream;

import dev.devsession.tunnel.ConnectRefusedException;
import dev.devsession.tunnel.socket.Sockets;
import dev.devsession.tunnel.stream.StreamState.Dialing;
import dev.devsession.tunnel.stream.StreamState.Direction;
import dev.devsession.tunnel.stream.StreamState.Joined;
import dev.devsession.tunnel.stream.StreamState.Over;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

/**
 * A stream and the socket whose bytes it carries.
 *
 * <p>
 * Bytes for a socket that isn't connected yet or isn't writable wait here, copied. The stream's window opens again only
 * once they are written, so a slow reader pauses only its own writer at the far end.
 */
final class StreamRelay {

  private final Http2Stream stream;
  private final Windows.Window window;
  private final StreamFrames frames;
  private final StreamRegistry registry;
  private final Backlog backlog = new Backlog();
  private StreamState state = new Dialing();
  private long lastSentNanos;
  private boolean draining;
  /** Null if nobody waits for the other end's connection. */
  private Promise<ConnectedStream> connected;

  StreamRelay(Http2Stream stream, Windows.Window window, StreamFrames frames, StreamRegistry registry) {
    this.stream = stream;
    this.window = window;
    this.frames = frames;
    this.registry = registry;
    lastSentNanos = frames.nowNanos();
  }

  /** When the socket last sent bytes to the stream, or when the stream was opened; by the loop's ticker. */
  long lastSentNanos() {
    return lastSentNanos;
  }

  /** Leaves the stream without a socket until the other end has connected; to be cancelled to reset it. */
  Future<ConnectedStream> whenConnected(EventExecutor executor) {
    connected = executor.newPromise();
    connected.addListener(done -> {
      if (done.isCancelled()) {
        reset(Http2Error.CANCEL);
      }
    });
    return connected;
  }

  /** The other end has connected to its target. */
  void connected() {
    if (connected != null) {
      connected.trySuccess(this::join);
    }
  }

  /** Joins the socket once it is connected, or resets the stream. */
  void dialed(Future<SocketChannel> dialed) {
    if (!dialed.isSuccess()) {
      reset(dialed.cause() instanceof ConnectRefusedException ? Http2Error.REFUSED_STREAM : Http2Error.CONNECT_ERROR);
      return;
    }
    if (state instanceof Dialing) {
      frames.confirmConnected(stream);
    }
    join(dialed.getNow());
  }

  void join(SocketChannel channel) {
    if (!(state instanceof Dialing dialing)) {
      Sockets.reset(channel);
      return;
    }
    var socket = new StreamSocket(channel, this);
    state = dialing.joined(socket);
    channel.pipeline().addLast(socket);
    if (!channel.isActive()) {
      reset(Http2Error.CANCEL);
      return;
    }
    drainBacklog();
    socket.setReading(true);
  }

  // From the stream to the socket

  /** Passes bytes to the socket; they still belong to the caller. */
  void receivedFromStream(ByteBuf bytes, boolean last) {
    if (state instanceof Over) {
      return;
    }
    int count = bytes.readableBytes();
    if (count > 0) {
      registry.flushAfterRead(this);
      if (backlog.isEmpty() && state instanceof Joined joined && joined.socket().keepsUp()) {
        joined.socket().writeSlice(bytes.retain()).addListener(written -> returnToWindow(count));
      } else {
        backlog.add(bytes, frames.allocator());
      }
    }
    if (last) {
      state = state.streamEnded();
    }
    finishSocket();
  }

  /** Afterwards bytes wait only if the socket isn't writable; it reports when it is writable again. */
  void flush() {
    if (state instanceof Joined joined) {
      joined.socket().flush();
      drainBacklog();
    }
  }

  /** Writes waiting bytes to the socket, as long as it is writable. */
  void drainBacklog() {
    if (draining) {
      return; // the socket has taken a piece and reports that it is writable
    }
    draining = true;
    while (!backlog.isEmpty() && state instanceof Joined joined && joined.socket().isWritable()) {
      var piece = backlog.removeOldest();
      int count = piece.readableBytes();
      joined.socket().send(piece).addListener(written -> returnToWindow(count));
    }
    draining = false;
    finishSocket();
  }

  void reopenWindow() {
    frames.reopenWindow(stream);
  }

  /** The kernel has taken these bytes, or the socket has failed. */
  private void returnToWindow(int count) {
    if (state instanceof Joined) {
      frames.returnToWindow(stream, window, count);
    }
  }

  /** Sends FIN once the other end has ended the stream and all its bytes are written. */
  private void finishSocket() {
    if (state instanceof Joined joined && joined.toSocket() == Direction.ENDING && backlog.isEmpty()) {
      joined.socket().finish();
    }
  }

  /** Only FIN is left to send. Returns whether the socket was closed, which sends it. */
  boolean finPassed() {
    if (state instanceof Joined joined) {
      state = joined.finPassed();
    }
    return closeIfDone();
  }

  // From the socket to the stream

  /** How many bytes the far end accepts now. */
  int sendWindow() {
    return frames.sendWindow(stream);
  }

  /** Takes over bytes that the socket read; done when they are sent. */
  ChannelFuture receivedFromSocket(ByteBuf bytes) {
    lastSentNanos = frames.nowNanos();
    return frames.sendData(stream, bytes, false);
  }

  void socketEnded() {
    if (state instanceof Joined joined) {
      state = joined.socketEnded();
      frames.endStream(stream).addListener(ended -> {
        if (ended.isSuccess() && state instanceof Joined open) {
          state = open.endStreamPassed();
        }
      });
      closeIfDone();
    }
  }

  private boolean closeIfDone() {
    if (state instanceof Joined joined && joined.isSocketDone()) {
      markOver();
      joined.socket().close();
      return true;
    }
    return false;
  }

  // Resets

  /** Resets the socket, and the stream with this code. */
  void reset(Http2Error code) {
    if (!(state instanceof Over)) {
      frames.resetStream(stream, code);
      streamReset(code.code());
    }
  }

  /** The stream was reset with this code: resets the socket. */
  void streamReset(long code) {
    var before = state;
    if (!(before instanceof Over)) {
      markOver();
    }
    if (before instanceof Joined joined) {
      joined.socket().reset();
    } else if (connected != null) {
      connected.tryFailure(StreamFailure.of(code));
    }
  }

  /** The connection has ended: resets the socket unless it no longer needs the tunnel. */
  void tunnelLost() {
    if (!(state instanceof Joined joined && joined.isStreamDone())) {
      streamReset(Http2Error.CANCEL.code());
    }
  }

  private void markOver() {
    state = new Over();
    backlog.releaseAll();
    window.close();
    registry.remove(this);
  }
}
