package dev.devsession.tunnel.carrier.portforward;

import dev.devsession.tunnel.keys.SingleCertificateSelector;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** The client's side of TLS. No ALPN: an API server that is offered {@code h2} takes it, and then can't upgrade. */
final class Tls {

  private Tls() {}

  static SslContext context(Trust trust, Optional<Credentials.ClientCertificate> certificate) throws SSLException {
    SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(provider());
    switch (trust) {
      case Trust.Authorities authorities -> builder.trustManager(authorities.certificates());
      case Trust.Runtime _ -> {
        /* the builder's default */ }
      case Trust.AnyCertificate _ -> builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
    }
    builder.endpointIdentificationAlgorithm(trust instanceof Trust.AnyCertificate ? null : "HTTPS");
    certificate.ifPresent(shown -> builder.keyManager(new SingleCertificateSelector(shown.key(), shown.chain())));
    return builder.build();
  }

  /** BoringSSL takes a fraction of the CPU of the JDK's own TLS, above all in a JVM without its optimising compiler. */
  private static SslProvider provider() {
    return OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
  }
}
