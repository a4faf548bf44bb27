package dev.devsession.tunnel.carrier.portforward;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;

/**
 * Passes the content of SPDY's data frames on as it arrives, without copying and without waiting for the whole frame.
 * The codec behind it reads only the control frames, because its copies of data were measured to cost throughput.
 */
final class SpdyReader extends ChannelInboundHandlerAdapter {

  private static final int HEADER = 8;
  private static final int LENGTH_MASK = 0xff_ffff;

  /** A control bit and 31 bits of the stream, 8 of flags, 24 of the length; or a control frame's equivalent. */
  private long header;
  private int headerRead;
  private int remaining;

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      while (in.isReadable()) {
        if (headerRead < HEADER) {
          header = header << 8 | in.readUnsignedByte();
          headerRead++;
          if (headerRead == HEADER) {
            begin(ctx);
          }
        } else {
          int length = Math.min(remaining, in.readableBytes());
          remaining -= length;
          pass(ctx, in.readRetainedSlice(length));
        }
      }
    } finally {
      in.release();
    }
  }

  private void begin(ChannelHandlerContext ctx) {
    remaining = (int) header & LENGTH_MASK;
    if (isControl()) {
      ctx.fireChannelRead(ctx.alloc().buffer(HEADER).writeLong(header));
    }
    if (remaining == 0) {
      pass(ctx, ctx.alloc().buffer(0));
    }
  }

  private void pass(ChannelHandlerContext ctx, ByteBuf bytes) {
    if (remaining == 0) {
      headerRead = 0;
    }
    if (isControl()) {
      ctx.fireChannelRead(bytes);
    } else {
      boolean last = remaining == 0 && (header & 1 << 24) != 0;
      ctx.fireChannelRead(new DefaultSpdyDataFrame((int) (header >>> 32), bytes).setLast(last));
    }
  }

  private boolean isControl() {
    return header < 0;
  }
}
