package dev.devsession.shop;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** The listening side of one service: HTTP/1.1, and HTTP/2 with prior knowledge. */
public final class ShopServer {

  /** Kubernetes kills a pod 30 s after SIGTERM unless told otherwise; requests in flight get most of that. */
  private static final int DRAIN_SECONDS = 20;

  private static final int GOAWAY_SECONDS = 1;

  private final ShopConfig shop;

  private final ShutdownState shutdown = new ShutdownState();

  private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  private final ChannelGroup connections = new DefaultChannelGroup(group.next());

  private final Channel listener;

  private ShopServer(ShopConfig shop) throws IOException {
    this.shop = shop;
    var composer = new AnswerComposer(shop);
    var bound = new ServerBootstrap().group(group).channel(NioServerSocketChannel.class)
        .childHandler(new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel connection) {
            connections.add(connection);
            connection.pipeline().addLast(new ProtocolDetector(() -> new ShopHandler(shop, composer, shutdown)));
          }
        }).bind(new InetSocketAddress(shop.port())).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw new IOException(bound.cause().getMessage(), bound.cause());
    }
    listener = bound.channel();
  }

  /** @throws IOException if the port can't be listened on */
  public static ShopServer start(ShopConfig shop) throws IOException {
    return new ShopServer(shop);
  }

  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /**
   * Accepts while the endpoint is withdrawn, but asks clients to reconnect elsewhere; then finishes the open requests.
   */
  public void shutDown() throws InterruptedException {
    shutdown.begin();
    sendGoAway();
    Thread.sleep(shop.withdraw());
    listener.close().sync();
    sendGoAway();
    connections.newCloseFuture().await(GOAWAY_SECONDS, TimeUnit.SECONDS); // the last clients close
    connections.close().await(DRAIN_SECONDS, TimeUnit.SECONDS); // each one after its last answer
    group.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
  }

  /**
   * Asks HTTP/2 clients to close (RFC 9113, 6.8): all requests on the connection are still answered, but new ones
   * should use another connection.
   */
  private void sendGoAway() {
    for (var connection : connections) {
      if (connection.pipeline().get(Http2FrameCodec.class) != null) {
        connection
            .writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(Integer.MAX_VALUE));
      }
    }
  }
}
