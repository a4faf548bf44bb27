package dev.devsession.tunnel.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;

/** Reads as much as has come before, but no more than a connection may hold. */
final class SharedReadAllocator extends AdaptiveRecvByteBufAllocator {

  /** In one turn of the loop, if each was full: the next hop then gets larger pieces, and fewer. */
  private static final int READS = 4;

  /** @param most bytes of one read; reads start at 2 KiB and grow with what comes */
  SharedReadAllocator(int most) {
    super(64, 2048, most);
    maxMessagesPerRead(READS);
  }

  @Override
  @SuppressWarnings("deprecation")
  public Handle newHandle() {
    return new Reads((ExtendedHandle) super.newHandle());
  }

  private static final class Reads extends DelegatingHandle implements ExtendedHandle {

    Reads(ExtendedHandle adaptive) {
      super(adaptive);
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      return allocator.ioBuffer(guess());
    }

    @Override
    public int guess() {
      return Math.min(super.guess(), Math.min(BufferBudget.ofUnsent().share(), BufferBudget.ofUnwritten().share()));
    }

    @Override
    public boolean continueReading(io.netty.util.UncheckedBooleanSupplier maybeMore) {
      return ((ExtendedHandle) delegate()).continueReading(maybeMore);
    }
  }
}
