package dev.devsession.tunnel.carrier.portforward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a stand-in that speaks SPDY like an API server 1.34. */
class SpdyTest {
  private static final int MIB = 1 << 20;

  private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private final List<Map<String, String>> streams = new CopyOnWriteArrayList<>();
  private Channel listener;
  /** Sent as an error text instead of echoing the received bytes. */
  private volatile String error;

  @BeforeAll
  static void watch() {
    Leaks.track();
  }

  @BeforeEach
  void listen() throws InterruptedException {
    listener = new ServerBootstrap().group(group).channel(NioServerSocketChannel.class)
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(4096), new UpgradeHandler());
          }
        }).bind("127.0.0.1", 0).sync().channel();
  }

  @AfterEach
  void stop() {
    listener.close().syncUninterruptibly();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    assertThat(Leaks.reports()).isEmpty();
  }

  @Test
  void bytesPassBothWaysOverTwoStreams() throws Exception {
    var channel = open();
    var received = new Received();
    received.attach(channel);
    var sent = new byte[5 * MIB];
    new Random(1).nextBytes(sent);
    for (int at = 0; at < sent.length; at += 100_000) {
      channel.write(Unpooled.copiedBuffer(sent, at, Math.min(100_000, sent.length - at)));
    }
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).sync();

    await().untilAsserted(() -> assertThat(received.bytes()).isEqualTo(sent));
    assertThat(streams).containsExactly(Map.of("streamtype", "error", "port", "9800", "requestid", "0"),
        Map.of("streamtype", "data", "port", "9800", "requestid", "0"));

    channel.close().sync();
  }

  @Test
  void errorOfThePodClosesTheChannelWithItsText() throws Exception {
    error = "no process listens at 9800";
    var channel = open();
    var received = new Received();
    received.attach(channel);
    channel.writeAndFlush(Unpooled.copiedBuffer("hello", StandardCharsets.UTF_8));

    await().untilAsserted(() -> assertThat(channel.isOpen()).isFalse());
    assertThat(received.failures()).singleElement().satisfies(e -> assertThat(e).hasMessage(error));
  }

  private Channel open() throws Exception {
    var port = ((InetSocketAddress) listener.localAddress()).getPort();
    var endpoint = new ApiEndpoint(URI.create("http://127.0.0.1:" + port), Optional.empty(),
        new Pki().trust(), _ -> new Credentials(Map.of(), Optional.empty()), Optional.empty());
    return new PortForwardCarrier(endpoint, "shop", "gateway-0", 9800).open(group.next()).get(10, TimeUnit.SECONDS);
  }

  private final class UpgradeHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
      var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
      List.of("Connection", "Upgrade", "X-Stream-Protocol-Version")
          .forEach(name -> answer.headers().set(name, request.headers().get(name)));
      ctx.writeAndFlush(answer);
      ctx.pipeline().addLast(new SpdyFrameCodec(SpdyVersion.SPDY_3_1), new Streams());
      ctx.pipeline().remove(HttpServerCodec.class);
      ctx.pipeline().remove(HttpObjectAggregator.class);
      ctx.pipeline().remove(this);
    }
  }

  private final class Streams extends SimpleChannelInboundHandler<SpdyFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, SpdyFrame frame) {
      if (frame instanceof SpdySynStreamFrame opened) {
        var headers = new TreeMap<String, String>();
        opened.headers().forEach(header -> headers.put("" + header.getKey(), "" + header.getValue()));
        streams.add(headers);
        ctx.writeAndFlush(new DefaultSpdySynReplyFrame(opened.streamId()));
      } else if (frame instanceof SpdyDataFrame data && error == null) {
        ctx.writeAndFlush(new DefaultSpdyDataFrame(data.streamId(), data.content().retain()));
      } else if (frame instanceof SpdyDataFrame) {
        ctx.write(new DefaultSpdyDataFrame(1, Unpooled.copiedBuffer(error, StandardCharsets.UTF_8)));
        ctx.writeAndFlush(new DefaultSpdyDataFrame(3).setLast(true));
      }
    }
  }
}
