package dev.devsession.tunnel.carrier.tls;

import dev.devsession.tunnel.keys.CertificateFingerprint;
import dev.devsession.tunnel.keys.EphemeralCertificate;
import dev.devsession.tunnel.keys.SingleCertificateSelector;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSL;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;

/** TLS 1.3 between two ends that each accept one certificate of the other. A session is never resumed. */
public final class PinnedTls {

  /** From the first packet after TCP's. */
  static final Duration HANDSHAKE = Duration.ofSeconds(3);

  private final SslContext context;

  private PinnedTls(SslContextBuilder builder, CertificateFingerprint other) {
    try {
      context = builder.sslProvider(provider()).protocols("TLSv1.3").trustManager(new PinnedTrust(other)).build();
    } catch (SSLException e) {
      throw new IllegalStateException("TLS 1.3 isn't available: " + e.getMessage(), e);
    }
  }

  /** BoringSSL needs no optimising compiler to be fast, and gateways run without one. */
  public static SslProvider provider() {
    return OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
  }

  /** The agent's end. @param gateway the one certificate that the gateway may show */
  public static PinnedTls client(EphemeralCertificate own, CertificateFingerprint gateway) {
    return new PinnedTls(SslContextBuilder.forClient().keyManager(keyManager(own))
        .endpointIdentificationAlgorithm(null), gateway);
  }

  /** The gateway's end. @param agent the one certificate that an agent may show */
  public static PinnedTls server(EphemeralCertificate own, CertificateFingerprint agent) {
    return new PinnedTls(SslContextBuilder.forServer(keyManager(own)).clientAuth(ClientAuth.REQUIRE),
        agent);
  }

  private static KeyManager keyManager(EphemeralCertificate own) {
    return new SingleCertificateSelector(own.key(), List.of(own.certificate()));
  }

  /**
   * Begins TLS on a connection, which is closed if the handshake fails; after 3 s at the latest.
   *
   * @return succeeds when the other end has shown its certificate; the agent's end succeeds before the gateway has seen
   *   the agent's
   */
  public Future<Channel> begin(Channel channel) {
    var handler = context.newHandler(channel.alloc());
    if (handler.engine() instanceof ReferenceCountedOpenSslEngine engine) {
      SSL.setOptions(engine.sslPointer(), SSL.SSL_OP_NO_TICKET); // for TLS 1.3 Netty has them on
    }
    handler.setHandshakeTimeoutMillis(HANDSHAKE.toMillis());
    channel.pipeline().addLast(handler, new FailedHandshakeHandler());
    return handler.handshakeFuture();
  }

  /** The future has the failure, too. */
  private static final class FailedHandshakeHandler extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent done && done.isSuccess()) {
        context.pipeline().remove(this);
      }
      context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
