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
import io.netty.util.concurrent.Future;

/**
 * A stream and the socket whose bytes it carries.
 *
 * <p>
 * Bytes for a socket that isn't connected yet or takes no more wait here, copied. The stream's window opens again only
 * once they are written, so that a slow reader slows down only its own writer at the far end.
 */
final class StreamRelay {

  private final Http2Stream stream;
  private final Windows.Window window;
  private final StreamFrames frames;
  private final StreamRegistry registry;
  private final Backlog waiting = new Backlog();
  private StreamState state = new Dialing();
  private long askedNanos;

  StreamRelay(Http2Stream stream, Windows.Window window, StreamFrames frames, StreamRegistry registry) {
    this.stream = stream;
    this.window = window;
    this.frames = frames;
    this.registry = registry;
    askedNanos = frames.now();
  }

  /** When the socket last had bytes for the stream, or came; by the loop's ticker. */
  long askedNanos() {
    return askedNanos;
  }

  /** Takes the socket once it is there, or resets the stream. */
  void dialed(Future<SocketChannel> dialed) {
    if (!dialed.isSuccess()) {
      reset(dialed.cause() instanceof ConnectRefusedException ? Http2Error.REFUSED_STREAM : Http2Error.CONNECT_ERROR);
      return;
    }
    if (state instanceof Dialing) {
      frames.connected(stream);
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
    drain();
    socket.read(true);
  }

  // From the stream to the socket

  /** Takes what came for the socket; {@code bytes} are the caller's. */
  void data(ByteBuf bytes, boolean last) {
    if (state instanceof Over) {
      return;
    }
    int count = bytes.readableBytes();
    if (count > 0) {
      registry.flushAfterRead(this);
      if (waiting.isEmpty() && state instanceof Joined joined && joined.socket().keepsUp()) {
        joined.socket().write(bytes.retain());
        frames.consumed(stream, window, count);
      } else {
        waiting.add(bytes, frames.allocator());
      }
    }
    if (last) {
      state = state.streamEnded();
    }
    finishSocket();
  }

  /** Afterwards something waits only if the socket takes no more, and tells when it does again. */
  void flush() {
    if (state instanceof Joined joined) {
      joined.socket().flush();
      drain();
    }
  }

  /** Gives the socket what waits for it, as much as it takes. */
  void drain() {
    while (!waiting.isEmpty() && state instanceof Joined joined && joined.socket().isWritable()) {
      var piece = waiting.take();
      int count = piece.readableBytes();
      joined.socket().send(piece);
      if (state instanceof Joined) { // else the write has failed
        frames.consumed(stream, window, count);
      }
    }
    finishSocket();
  }

  /** Sends FIN after everything that the other end has sent, if that is all. */
  private void finishSocket() {
    if (state instanceof Joined joined && joined.toSocket() == Direction.ENDING && waiting.isEmpty()) {
      joined.socket().finish();
    }
  }

  /** FIN follows the last bytes now. Returns whether the socket was closed, which sends it. */
  boolean finPassed() {
    if (state instanceof Joined joined) {
      state = joined.finPassed();
    }
    return closeIfDone();
  }

  // From the socket to the stream

  /** What can be sent at once of it, in bytes. */
  int sendWindow() {
    return frames.sendWindow(stream);
  }

  /** Takes over what the socket has read; done when it has left. */
  ChannelFuture received(ByteBuf bytes) {
    askedNanos = frames.now();
    return frames.send(stream, bytes, false);
  }

  void socketEnded() {
    if (state instanceof Joined joined) {
      state = joined.socketEnded();
      frames.end(stream).addListener(ended -> {
        if (ended.isSuccess() && state instanceof Joined still) {
          state = still.endStreamPassed();
        }
      });
      closeIfDone();
    }
  }

  private boolean closeIfDone() {
    if (state instanceof Joined joined && joined.isSocketDone()) {
      over();
      joined.socket().close();
      return true;
    }
    return false;
  }

  // Resets

  /** Resets the socket, and the stream with this code. */
  void reset(Http2Error code) {
    if (!(state instanceof Over)) {
      frames.reset(stream, code);
      streamReset();
    }
  }

  /** The stream is gone: resets the socket. */
  void streamReset() {
    var before = state;
    if (!(before instanceof Over)) {
      over();
    }
    if (before instanceof Joined joined) {
      joined.socket().reset();
    }
  }

  /** The whole connection is gone: resets the socket unless it needs the tunnel no more. */
  void tunnelLost() {
    if (!(state instanceof Joined joined && joined.isStreamDone())) {
      streamReset();
    }
  }

  private void over() {
    state = new Over();
    waiting.drop();
    window.close();
    registry.remove(this);
  }
}
