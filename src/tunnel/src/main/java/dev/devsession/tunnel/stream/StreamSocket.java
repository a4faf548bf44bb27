package dev.devsession.tunnel.stream;

import dev.devsession.tunnel.socket.RelayHandler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2Error;

/**
 * A stream's socket. It reads no faster than its stream's bytes leave, by a count of its own: Netty's measure, the
 * writability of the whole connection, would let what is stuck in some streams stop all the others.
 */
final class StreamSocket extends RelayHandler {

  /** While so many bytes have not left yet, nothing more is read; reading starts again at the lower mark. */
  private static final int UNSENT_HIGH = 64 * 1024;
  private static final int UNSENT_LOW = 32 * 1024;
  /** The high mark while the far end's window is open: large enough for the next hop to fill its reads. */
  private static final int UNSENT_FLOWING = 256 * 1024;
  /** What a read counts for at least: about as much as it occupies until it has left, however few bytes it brought. */
  private static final int READ_COST = 512;

  private final StreamRelay relay;
  private int unsent;

  StreamSocket(SocketChannel socket, StreamRelay relay) {
    super(socket);
    this.relay = relay;
  }

  /** Whether the kernel has taken all that was written: only then are bytes written as part of a larger buffer. */
  boolean keepsUp() {
    var unwritten = socket.unsafe().outboundBuffer();
    return unwritten != null && unwritten.isEmpty() && unwritten.totalPendingWriteBytes() == 0;
  }

  @Override
  protected void received(ByteBuf bytes) {
    int cost = Math.max(bytes.readableBytes(), READ_COST);
    if (unsent > 0 && bytes.readableBytes() < bytes.capacity() / 2) {
      bytes = Backlog.copy(bytes, socket.alloc());
    }
    unsent += cost;
    if (unsent >= Math.clamp(relay.sendWindow(), UNSENT_HIGH, UNSENT_FLOWING)) {
      read(false);
    }
    relay.received(bytes).addListener(sent -> {
      unsent -= cost;
      if (unsent <= UNSENT_LOW) {
        read(true);
      }
    });
  }

  /** Streams are flushed together, once a turn of the loop. */
  @Override
  protected void receivedAll() {}

  @Override
  protected void writabilityChanged() {
    if (isWritable()) {
      relay.drain();
    }
  }

  @Override
  protected void inputEnded() {
    relay.socketEnded();
  }

  @Override
  protected boolean closeIfEnded() {
    return relay.finPassed();
  }

  @Override
  protected void lost() {
    relay.reset(Http2Error.CANCEL);
  }
}
