package dev.devsession.localnet.loopback;

import dev.devsession.tunnel.socket.SocketOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

/** Connects to a port of this machine. */
public final class LocalConnector {

  private LocalConnector() {}

  /** The connected channel, which doesn't read yet: to 127.0.0.1 or, where nothing listens there, to ::1. */
  public static Future<SocketChannel> connect(int port, EventLoop loop) {
    Promise<SocketChannel> promise = loop.newPromise();
    dial("127.0.0.1", port, loop).addListener((ChannelFutureListener) four -> {
      if (four.isSuccess()) {
        promise.setSuccess((SocketChannel) four.channel());
      } else {
        dial("::1", port, loop).addListener((ChannelFutureListener) six -> {
          if (six.isSuccess()) {
            promise.setSuccess((SocketChannel) six.channel());
          } else {
            promise.setFailure(four.cause());
          }
        });
      }
    });
    return promise;
  }

  private static ChannelFuture dial(String address, int port, EventLoop loop) {
    Bootstrap bootstrap = new Bootstrap().group(loop).channel(NioSocketChannel.class).handler(new NoOpHandler());
    SocketOptions.forEach(bootstrap::option);
    return bootstrap.connect(address, port);
  }

  /** A bootstrap requires a handler; this one does nothing until the sockets are joined. */
  @ChannelHandler.Sharable
  private static final class NoOpHandler extends ChannelInboundHandlerAdapter {}
}
