package dev.devsession.tunnel.stream;

import dev.devsession.tunnel.socket.RelayHandler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2Error;

/**
 * A stream's socket. It reads no faster than its stream's bytes leave, by its own count: Netty's measure is the
 * writability of the whole connection, so a few blocked streams would pause all others.
 */
final class StreamSocket extends RelayHandler {

  /** Reading pauses while this many bytes are unsent, and resumes at the lower mark. */
  private static final int UNSENT_HIGH = 64 * 1024;
  private static final int UNSENT_LOW = 32 * 1024;
  /** The high mark while the far end's window is open: large enough for the next hop to fill its reads. */
  private static final int UNSENT_FLOWING = 256 * 1024;
  /** The least that a read counts: about the memory that it occupies until it is sent, however few bytes it holds. */
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
      setReading(false);
    }
    relay.receivedFromSocket(bytes).addListener(sent -> {
      unsent -= cost;
      if (unsent <= UNSENT_LOW) {
        setReading(true);
      }
    });
  }

  /** Streams are flushed together, once a turn of the loop. */
  @Override
  protected void receivedAll() {}

  @Override
  protected void writabilityChanged() {
    if (isWritable()) {
      relay.drainBacklog();
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
  protected void connectionLost() {
    relay.reset(Http2Error.CANCEL);
  }
}
