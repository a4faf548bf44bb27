package dev.devsession.tunnel.carrier.portforward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.AbstractCoalescingBufferQueue;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/** Combines writes into frames. Bytes that wait count towards the writability of the channel. */
final class FrameWriter extends AbstractCoalescingBufferQueue {

  /** With the number of a WebSocket's channel the largest length that two bytes can hold. */
  static final int LARGEST_DATA = 65_534;

  /** The format of a frame. */
  interface Format {
    /** A buffer that ends with the frame's header and has room for so many bytes more, 1 to {@link #LARGEST_DATA}. */
    ByteBuf begin(ByteBufAllocator alloc, int dataLength);

    /** What is written to the handler below, of a frame that holds all its data. */
    Object finish(ByteBuf frame);
  }

  private final Format format;
  /** How much data the frame that is being made will hold. */
  private int length;
  private ByteBuf frame;

  FrameWriter(Channel channel, Format format) {
    super(channel, 16);
    this.format = format;
  }

  /** Writes all that waits, without flushing. */
  void writeFrames(ChannelHandlerContext ctx) {
    while (!isEmpty()) {
      length = Math.min(readableBytes(), LARGEST_DATA);
      ChannelPromise promise = ctx.newPromise();
      if (length == 0) {
        remove(ctx.alloc(), 1, promise).release(); // empty buffers, written for their promises
        promise.setSuccess();
      } else {
        ByteBuf data = remove(ctx.alloc(), length, promise);
        // A lone buffer comes back as it is.
        ctx.write(format.finish(data == frame ? data : composeFirst(ctx.alloc(), data, length)), promise);
        frame = null;
      }
    }
  }

  @Override
  protected ByteBuf composeFirst(ByteBufAllocator alloc, ByteBuf first, int bufferSize) {
    frame = format.begin(alloc, length);
    return compose(alloc, frame, first);
  }

  @Override
  protected ByteBuf compose(ByteBufAllocator alloc, ByteBuf cumulation, ByteBuf next) {
    try {
      return cumulation.writeBytes(next);
    } finally {
      next.release();
    }
  }

  @Override
  protected ByteBuf removeEmptyValue() {
    return Unpooled.EMPTY_BUFFER;
  }
}
