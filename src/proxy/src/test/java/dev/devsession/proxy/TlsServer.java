package dev.devsession.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.HttpToHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.InboundHttp2ToHttpAdapterBuilder;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;

/** Answers each request over TLS with its own name and the server name that the connection asked for. */
final class TlsServer implements AutoCloseable {

  private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final String name;
  private final X509Bundle key;
  final Channel channel;

  /** @param protocols for ALPN, the preferred first */
  TlsServer(String name, String... protocols) throws Exception {
    this.name = name;
    key = key(name);
    var tls = SslContextBuilder.forServer(key.toKeyManagerFactory())
        .applicationProtocolConfig(new ApplicationProtocolConfig(Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE,
            SelectedListenerFailureBehavior.ACCEPT, protocols))
        .build();
    channel = new ServerBootstrap().group(group).channel(NioServerSocketChannel.class)
        .childHandler(new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel accepted) {
            accept(accepted, tls);
          }
        }).bind("127.0.0.1", 0).sync().channel();
  }

  /** A key of its own for localhost. */
  static X509Bundle key(String name) throws Exception {
    return new CertificateBuilder().subject("CN=" + name).addSanDnsName("localhost").addSanDnsName("orders.shop")
        .setIsCertificateAuthority(true).buildSelfSigned();
  }

  String name() {
    return name;
  }

  X509Certificate certificate() {
    return key.getCertificate();
  }

  int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  private void accept(Channel accepted, SslContext tls) {
    accepted.pipeline().addLast(tls.newHandler(accepted.alloc()),
        new ApplicationProtocolNegotiationHandler("http/1.1") {
          @Override
          protected void configurePipeline(ChannelHandlerContext context, String protocol) {
            if (protocol.equals("h2")) {
              var connection = new DefaultHttp2Connection(true);
              context.pipeline().addLast(new HttpToHttp2ConnectionHandlerBuilder().connection(connection)
                  .frameListener(new InboundHttp2ToHttpAdapterBuilder(connection).maxContentLength(1 << 20).build())
                  .build(), new Answers());
            } else {
              context.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(1 << 20), new Answers());
            }
          }
        });
  }

  private final class Answers extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      var asked = ((ExtendedSSLSession) context.pipeline().get(SslHandler.class).engine().getSession())
          .getRequestedServerNames().stream().map(n -> ((SNIHostName) n).getAsciiName()).findFirst().orElse("-");
      var length = request.content().readableBytes();
      var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK,
          Unpooled.wrappedBuffer(ByteBufUtil.writeUtf8(context.alloc(), name + " " + asked + " " + length)));
      HttpUtil.setContentLength(answer, answer.content().readableBytes());
      var stream = request.headers().get("x-http2-stream-id");
      if (stream != null) {
        answer.headers().set("x-http2-stream-id", stream);
      }
      context.writeAndFlush(answer);
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
