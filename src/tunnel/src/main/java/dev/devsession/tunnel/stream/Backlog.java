package dev.devsession.tunnel.stream;

import dev.devsession.tunnel.socket.BufferBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;

/**
 * Copies of bytes that wait for a socket. Without the copies, the part that waits would keep the whole network read in
 * memory.
 */
final class Backlog {

  private static final int SMALLEST_PIECE = 1024;

  private final BufferBudget budget = BufferBudget.ofUnwritten();
  private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>(0);

  /** Exchanges a buffer for one that is no larger than what is in it. */
  static ByteBuf copy(ByteBuf bytes, ByteBufAllocator allocator) {
    try {
      return allocator.buffer(bytes.readableBytes()).writeBytes(bytes);
    } finally {
      bytes.release();
    }
  }

  boolean isEmpty() {
    return pieces.isEmpty();
  }

  /** Copies the bytes; they stay the caller's. */
  void add(ByteBuf bytes, ByteBufAllocator allocator) {
    budget.hold(bytes.readableBytes());
    var last = pieces.peekLast();
    if (last != null) {
      last.writeBytes(bytes, Math.min(bytes.readableBytes(), last.writableBytes()));
    }
    if (bytes.isReadable()) {
      int capacity = Math.max(bytes.readableBytes(), SMALLEST_PIECE);
      pieces.add(allocator.buffer(capacity, capacity).writeBytes(bytes));
    }
  }

  /** Removes the oldest piece and hands it over; there must be one. */
  ByteBuf removeOldest() {
    var oldest = pieces.remove();
    budget.hold(-oldest.readableBytes());
    return oldest;
  }

  void releaseAll() {
    while (!pieces.isEmpty()) {
      removeOldest().release();
    }
  }
}
