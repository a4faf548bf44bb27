package dev.devsession.proxy.gateway;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ServerUpgradeCodec;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A web server that doesn't share code with the tunnel's HTTP/2. */
final class WebServer implements AutoCloseable {

  private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  final int port;

  private WebServer(Consumer<SocketChannel> pipeline) {
    var listening = new ServerBootstrap().group(group)
        .channel(NioServerSocketChannel.class)
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            pipeline.accept(channel);
          }
        })
        .bind("127.0.0.1", 0)
        .syncUninterruptibly()
        .channel();
    port = ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** Answers each request with these bytes; accepts upgrades to HTTP/2. */
  static WebServer http2(byte[] answer) {
    return new WebServer(channel -> {
      var http1 = new HttpServerCodec();
      channel.pipeline().addLast(http1, new HttpServerUpgradeHandler(http1, protocol -> new Http2ServerUpgradeCodec(
          Http2FrameCodecBuilder.forServer().build(), new Http2MultiplexHandler(answering(answer)))));
    });
  }

  private static ChannelHandler answering(byte[] answer) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel stream) {
        stream.pipeline().addLast(new SimpleChannelInboundHandler<Http2HeadersFrame>() {
          @Override
          protected void channelRead0(ChannelHandlerContext context, Http2HeadersFrame request) {
            context.write(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("200")));
            context.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(answer), true));
          }
        });
      }
    };
  }

  /** Sends each message back. */
  static WebServer echoingWebSocket() {
    return new WebServer(channel -> channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(65_536),
        new WebSocketServerProtocolHandler("/"), new SimpleChannelInboundHandler<WebSocketFrame>() {
          @Override
          protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            context.writeAndFlush(frame.retain());
          }
        }));
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
