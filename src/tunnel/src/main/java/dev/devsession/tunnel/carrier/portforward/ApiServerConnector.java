package dev.devsession.tunnel.carrier.portforward;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Tries one address after the other, and sends the upgrade request to the first that accepts. */
final class ApiServerConnector {

  private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(128 * 1024, 512 * 1024);
  private static final int LARGEST_REFUSAL = 64 * 1024;

  private final EventLoop loop;
  private final ApiEndpoint endpoint;
  private final TlsContexts tls;
  private final Upgrade.Request request;
  private final PortForwardProtocol protocol;
  private final ConnectAttempt attempt;

  /** The TLS settings of the API server's connection, and of that to the proxy. */
  record TlsContexts(Optional<SslContext> server, Optional<SslContext> proxy) {}

  ApiServerConnector(EventLoop loop, ApiEndpoint endpoint, TlsContexts tls, Upgrade.Request request,
      PortForwardProtocol protocol,
      ConnectAttempt attempt) {
    this.loop = loop;
    this.endpoint = endpoint;
    this.tls = tls;
    this.request = request;
    this.protocol = protocol;
    this.attempt = attempt;
  }

  /**
   * On the event loop.
   *
   * @param addresses of the API server, or of the proxy to it; those before {@code index} have been tried
   */
  void connect(InetAddress[] addresses, int index, int millis) {
    InetSocketAddress address = new InetSocketAddress(addresses[index], endpoint.firstHop().getPort());
    ChannelFuture connecting = new Bootstrap().group(loop).channel(NioSocketChannel.class)
        .resolver(NoopAddressResolverGroup.INSTANCE).option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis / addresses.length)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK).handler(handlers(address))
        .connect(endpoint.proxy().isPresent() ? endpoint.serverAddress() : address);
    Channel channel = connecting.channel();
    connecting.addListener(connected -> {
      if (connected.isSuccess()) {
        attempt.runOnFailure(channel::close);
      } else if (index + 1 < addresses.length && !attempt.isOver()) {
        connect(addresses, index + 1, millis);
      } else {
        attempt.fail(connected.cause());
      }
    });
  }

  private ChannelInitializer<SocketChannel> handlers(InetSocketAddress address) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        endpoint.proxy().ifPresent(proxy -> {
          tls.proxy().ifPresent(context -> pipeline.addLast(encrypt(context, channel, proxy.host(), proxy.port())));
          pipeline.addLast(proxy.handler(address));
        });
        tls.server().ifPresent(context -> pipeline
            .addLast(encrypt(context, channel, endpoint.tlsServerName().orElse(endpoint.host()), endpoint.port())));
        pipeline.addLast(new HttpClientCodec(), new HttpObjectAggregator(LARGEST_REFUSAL),
            new Upgrade(request, protocol, attempt));
      }
    };
  }

  /** The name is sent as SNI, and checked. No timeout here, because the carrier limits the whole attempt. */
  private static SslHandler encrypt(SslContext context, Channel channel, String name, int port) {
    SslHandler handler = context.newHandler(channel.alloc(), name, port);
    handler.setHandshakeTimeoutMillis(0);
    return handler;
  }
}
