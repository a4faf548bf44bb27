package dev.devsession.proxy.gateway;

import dev.devsession.proxy.notice.NoticeSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;

/**
 * The connections on which swap proxies wait for a notice that callers should open new connections. Only a proxy can
 * ask its clients for that, since it knows their protocol.
 */
final class MoveNotices {

  private final ChannelGroup proxies;

  MoveNotices(EventLoop loop) {
    proxies = new DefaultChannelGroup(loop);
  }

  /**
   * Keeps a proxy's connection until the proxy ends it.
   *
   * @param due whether callers should move that are connected already
   */
  void add(SocketChannel proxy, boolean due) {
    NoticeSocket.configure(proxy);
    proxy.pipeline().addLast(new ProxyEndHandler());
    proxies.add(proxy);
    if (due) {
      proxy.writeAndFlush(notice());
    }
  }

  /** Callers that are connected now should move. */
  void send() {
    proxies.writeAndFlush(notice());
  }

  private static ByteBuf notice() {
    return Unpooled.wrappedBuffer(new byte[]{1});
  }

  private static final class ProxyEndHandler extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      ReferenceCountUtil.release(bytes);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ChannelInputShutdownEvent.INSTANCE) {
        context.close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
