package dev.devsession.tunnel.stream;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/** Keeps what a waiting socket has read already, one read at most, and passes it on when it is removed. */
final class HeldReads extends ChannelInboundHandlerAdapter {

  private final Queue<Object> reads = new ArrayDeque<>(1);

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    reads.add(bytes);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    while (!reads.isEmpty()) {
      if (context.channel().isActive()) {
        context.fireChannelRead(reads.remove());
      } else {
        ReferenceCountUtil.release(reads.remove());
      }
    }
  }
}
