package dev.devsession.tunnel.stream;

import dev.devsession.tunnel.socket.BufferBudget;
import dev.devsession.tunnel.socket.RelayHandler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2Error;

/**
 * A stream's socket. It reads no faster than its stream's bytes leave, by its own count: Netty's measure is the
 * writability of the whole connection, so a few blocked streams would pause all others.
 */
final class StreamSocket extends RelayHandler {

  /** Reading pauses while this many bytes are unsent and the far end's window is shut. */
  private static final int UNSENT = 64 * 1024;
  /** The same while the window is open: large enough for the next hop to fill its reads. */
  private static final int UNSENT_FLOWING = 256 * 1024;
  /** The least that a read counts: about the memory that it occupies until it is sent, however few bytes it holds. */
  private static final int READ_COST = 512;

  /** What bytes count that are written as part of a larger buffer, which they keep in memory. */
  private static final int SLICE_COST = 32 * 1024;

  private final StreamRelay relay;
  private final BufferBudget unsentBudget = BufferBudget.ofUnsent();
  private int unsent;

  StreamSocket(SocketChannel socket, StreamRelay relay) {
    super(socket);
    this.relay = relay;
  }

  /** Whether bytes may be written as part of a larger buffer: only if the kernel has taken all before them. */
  boolean keepsUp() {
    var unwritten = socket.unsafe().outboundBuffer();
    return unwritten != null && unwritten.isEmpty() && unwritten.totalPendingWriteBytes() == 0 && budget.isAmple();
  }

  /** Takes over a part of a larger buffer. */
  ChannelFuture writeSlice(ByteBuf bytes) {
    return write(bytes, Math.max(bytes.readableBytes(), SLICE_COST));
  }

  @Override
  protected void received(ByteBuf bytes) {
    if ((unsent > 0 || !unsentBudget.isAmple()) && bytes.readableBytes() < bytes.capacity() / 2) {
      bytes = Backlog.copy(bytes, socket.alloc());
    }
    int cost = Math.max(bytes.capacity(), READ_COST);
    unsent += cost;
    unsentBudget.hold(cost);
    if (unsent >= mostUnsent()) {
      setReading(false);
    }
    relay.receivedFromSocket(bytes).addListener(sent -> {
      unsent -= cost;
      unsentBudget.hold(-cost);
      if (unsent <= Math.min(UNSENT, mostUnsent()) / 2) {
        setReading(true);
      }
    });
  }

  private int mostUnsent() {
    return Math.min(Math.clamp(relay.sendWindow(), UNSENT, UNSENT_FLOWING), unsentBudget.share());
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
