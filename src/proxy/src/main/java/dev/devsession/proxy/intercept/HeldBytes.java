package dev.devsession.proxy.intercept;

import io.netty.buffer.ByteBuf;

/** Bytes that wait until more have come. */
public final class HeldBytes {

  private static final int LEAST = 256;

  private HeldBytes() {}

  /**
   * Takes over both and returns them as one. What is held grows by doubling, so a byte is copied twice at most however
   * small the reads are.
   *
   * @param held null if nothing is
   */
  public static ByteBuf joined(ByteBuf held, ByteBuf more) {
    if (held == null) {
      return more;
    }
    if (held.writableBytes() >= more.readableBytes()) {
      held.writeBytes(more);
      more.release();
      return held;
    }
    int bytes = held.readableBytes() + more.readableBytes();
    var joined = held.alloc().buffer(Math.max(2 * bytes, LEAST));
    joined.writeBytes(held).writeBytes(more);
    held.release();
    more.release();
    return joined;
  }
}
