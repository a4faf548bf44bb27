package dev.devsession.tunnel.carrier.portforward;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.X509Bundle;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Speaks port-forward over a WebSocket as an API server 1.34 was seen to do, and, like one behind a proxy that lets
 * nothing else through, refuses SPDY; the test decides what the pod sends.
 */
final class FakeApiServer implements AutoCloseable {

  /** The behaviour that a test chooses; by default the pod reads nothing and sends nothing. */
  interface Behaviour {
    /** The status of the answer; with a status other than 101 the answer has {@link #body()}. */
    default int status(HttpRequest request) {
      return 101;
    }

    /** The answer to a request for SPDY; none if empty. */
    default OptionalInt spdyStatus() {
      return OptionalInt.of(400);
    }

    default String spdyBody() {
      return "";
    }

    default String body() {
      return "";
    }

    /** Called after the answer 101. */
    default void opened(Channel channel) {
      channel.writeAndFlush(portFrame(0));
      channel.writeAndFlush(portFrame(1));
    }

    default void frame(Channel channel, WebSocketFrame frame) {}
  }

  static final int PORT = 9800;

  private final Channel listener;
  private final SslContext tls;
  private final Behaviour behaviour;
  private final boolean encrypted;
  final List<HttpRequest> requests = new CopyOnWriteArrayList<>();
  final List<X509Certificate> clients = new CopyOnWriteArrayList<>();
  final List<Channel> connections = new CopyOnWriteArrayList<>();

  FakeApiServer(EventLoopGroup group, Pki pki, Behaviour behaviour) throws Exception {
    this(group, pki, behaviour, true);
  }

  /** @param encrypted whether it speaks TLS */
  FakeApiServer(EventLoopGroup group, Pki pki, Behaviour behaviour, boolean encrypted) throws Exception {
    this.encrypted = encrypted;
    X509Bundle own = pki.server();
    this.tls = SslContextBuilder.forServer(own.getKeyPair().getPrivate(), own.getCertificatePath())
        .sslProvider(SslProvider.JDK)
        .trustManager(pki.authority().getCertificate()).clientAuth(ClientAuth.OPTIONAL).build();
    this.behaviour = behaviour;
    this.listener = new ServerBootstrap().group(group).channel(NioServerSocketChannel.class)
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            if (encrypted) {
              channel.pipeline().addLast(tls.newHandler(channel.alloc()));
            }
            channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(4096), new Requests());
          }
        }).bind("127.0.0.1", 0).sync().channel();
  }

  int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  URI address() {
    return URI.create((encrypted ? "https" : "http") + "://127.0.0.1:" + port());
  }

  /** The first message of a channel: the number of the port. */
  static WebSocketFrame portFrame(int channel) {
    return message(channel, Unpooled.wrappedBuffer(new byte[]{(byte) PORT, (byte) (PORT >> 8)}));
  }

  static WebSocketFrame message(int channel, ByteBuf bytes) {
    return new BinaryWebSocketFrame(Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(new byte[]{(byte) channel}), bytes));
  }

  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    connections.forEach(channel -> channel.close().syncUninterruptibly());
  }

  private final class Requests extends SimpleChannelInboundHandler<Object> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Object message) {
      if (message instanceof WebSocketFrame frame) {
        behaviour.frame(ctx.channel(), frame);
        return;
      }
      FullHttpRequest request = (FullHttpRequest) message;
      if (!request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
        behaviour.spdyStatus()
            .ifPresent(status -> ctx.writeAndFlush(answer(status, behaviour.spdyBody()))
                .addListener(ChannelFutureListener.CLOSE));
        return;
      }
      connections.add(ctx.channel());
      requests
          .add(new DefaultHttpRequest(request.protocolVersion(), request.method(), request.uri(), request.headers()));
      if (encrypted) {
        recordClientCertificate(ctx);
      }
      int status = behaviour.status(request);
      if (status == 101) {
        var frames = WebSocketDecoderConfig.newBuilder().allowExtensions(false).maxFramePayloadLength(1 << 20).build();
        new WebSocketServerHandshakerFactory("", WebSocket.NAME, frames).newHandshaker(request)
            .handshake(ctx.channel(), request).addListener(done -> behaviour.opened(ctx.channel()));
      } else {
        ctx.writeAndFlush(answer(status, behaviour.body()));
      }
    }

    private FullHttpResponse answer(int status, String body) {
      var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status),
          Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
      return response;
    }

    private void recordClientCertificate(ChannelHandlerContext ctx) {
      try {
        clients
            .add((X509Certificate) ctx.pipeline().get(SslHandler.class).engine().getSession().getPeerCertificates()[0]);
      } catch (SSLPeerUnverifiedException e) {
        // The client sent no certificate.
      }
    }
  }
}
