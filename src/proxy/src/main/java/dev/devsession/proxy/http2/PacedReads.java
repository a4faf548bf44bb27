package dev.devsession.proxy.http2;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;

/**
 * Reads nothing from a peer that reads nothing itself: HTTP/2's windows bound what waits for it in DATA, but not in
 * other frames.
 */
final class PacedReads extends ChannelDuplexHandler {

  /** Beyond the channel's own mark, up to which DATA waits too. */
  private static final long MAX_UNREAD_BYTES = 256 * 1024;

  private boolean waiting;

  @Override
  public void read(ChannelHandlerContext context) {
    if (context.channel().bytesBeforeWritable() > MAX_UNREAD_BYTES) {
      waiting = true;
    } else {
      context.read();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (waiting && context.channel().isWritable()) {
      waiting = false;
      context.read();
    }
    context.fireChannelWritabilityChanged();
  }
}
