package dev.devsession.proxy.intercept;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator.DelegatingHandle;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.UncheckedBooleanSupplier;

/** Lets a channel that has read nothing yet read byte by byte at first, so that no byte is read ahead. */
final class SingleByteReads implements RecvByteBufAllocator {

  private final RecvByteBufAllocator afterwards;
  private boolean over;

  private SingleByteReads(RecvByteBufAllocator afterwards) {
    this.afterwards = afterwards;
  }

  static SingleByteReads of(SocketChannel channel) {
    var reads = new SingleByteReads(channel.config().getRecvByteBufAllocator());
    channel.config().setRecvByteBufAllocator(reads);
    return reads;
  }

  /** The channel reads as it would have without this. */
  void end() {
    over = true;
  }

  @Override
  @SuppressWarnings("deprecation")
  public Handle newHandle() {
    return new Reads((ExtendedHandle) afterwards.newHandle());
  }

  private final class Reads extends DelegatingHandle implements ExtendedHandle {

    Reads(ExtendedHandle afterwards) {
      super(afterwards);
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      return over ? delegate().allocate(allocator) : allocator.ioBuffer(1);
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
      return over && ((ExtendedHandle) delegate()).continueReading(maybeMore);
    }
  }
}
