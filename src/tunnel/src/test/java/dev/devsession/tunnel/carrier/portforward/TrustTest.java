package dev.devsession.tunnel.carrier.portforward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.tunnel.carrier.CarrierException;
import dev.devsession.tunnel.carrier.portforward.Credentials.ClientCertificate;
import dev.devsession.tunnel.carrier.portforward.FakeApiServer.Behaviour;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContext;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.concurrent.Future;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrustTest {

  private static final EventLoopGroup GROUP = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private static final Pki PKI = new Pki();

  private FakeApiServer server;

  @BeforeEach
  void start() throws Exception {
    server = new FakeApiServer(GROUP, PKI, new Behaviour() {});
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @AfterAll
  static void end() {
    GROUP.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void certificateOfAnotherAuthorityIsRefused() {
    assertRefused(open(server.address(), Optional.empty(), new Pki().trust()), "certificate");
    assertRefused(open(server.address(), Optional.empty(), new Trust.Runtime()), "certificate");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void certificateForAnotherNameIsRefused() {
    assertRefused(open(URI.create("https://localhost:" + server.port()), Optional.empty(), PKI.trust()), "localhost");
    assertRefused(open(server.address(), Optional.of("other.test"), PKI.trust()), "other.test");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void certificateIsCheckedAgainstTheConfiguredName() {
    assertOpened(open(URI.create("https://localhost:" + server.port()), Optional.of("kubernetes.test"), PKI.trust()));
  }

  @Test
  void anyCertificateIsAcceptedWithoutVerification() {
    assertOpened(open(URI.create("https://localhost:" + server.port()), Optional.empty(), new Trust.AnyCertificate()));
  }

  @ParameterizedTest
  @EnumSource(names = {"ecp256", "ecp384", "rsa2048"})
  void clientCertificateIsSent(Algorithm algorithm) {
    X509Bundle ada = PKI.client("ada", algorithm);
    var shown = new ClientCertificate(ada.getKeyPair().getPrivate(), List.of(ada.getCertificate()));

    assertOpened(open(server.address(), Optional.empty(), PKI.trust(), Optional.of(shown)));
    assertThat(server.clients).containsExactly(ada.getCertificate());
  }

  @Test
  void boringsslIsUsedWhereItIsAvailable() throws Exception {
    assertThat(OpenSsl.isAvailable()).isTrue();
    assertThat(Tls.context(PKI.trust(), Optional.empty())).isInstanceOf(OpenSslContext.class);
    assertThat(Tls.context(PKI.trust(), Optional.empty()).applicationProtocolNegotiator().protocols()).isEmpty();
  }

  private static Future<Channel> open(URI address, Optional<String> name, Trust trust) {
    return open(address, name, trust, Optional.empty());
  }

  private static Future<Channel> open(URI address, Optional<String> name, Trust trust,
      Optional<ClientCertificate> shown) {
    var endpoint = new ApiEndpoint(address, name, trust, refused -> new Credentials(Map.of(), shown), Optional.empty());
    return new PortForwardCarrier(endpoint, "shop", "gateway-0", 9800).open(GROUP.next()).awaitUninterruptibly();
  }

  private static void assertOpened(Future<Channel> opened) {
    assertThat(opened.cause()).isNull();
    opened.getNow().close();
  }

  private static void assertRefused(Future<Channel> opened, String detail) {
    assertThat(opened.cause()).isInstanceOf(CarrierException.class).hasMessageStartingWith("no trusted connection")
        .hasMessageContaining(detail);
  }
}
