package dev.devsession.tunnel.carrier.portforward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.tunnel.carrier.CarrierException;
import dev.devsession.tunnel.carrier.portforward.FakeApiServer.Behaviour;
import dev.devsession.tunnel.carrier.portforward.ProxyAddress.Kind;
import dev.devsession.tunnel.carrier.portforward.ProxyAddress.User;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProxyAddressTest {

  private static final EventLoopGroup GROUP = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private static final Pki PKI = new Pki();
  private static final String ADA = "Basic YWRhOnNlY3JldA==";

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

  /** Only the proxy knows the server's name. */
  @Test
  void httpConnectSendsThePassword() throws Exception {
    try (var proxy = FakeProxy.http(new ServerSocket(0), ADA)) {
      assertOpened(open(Kind.HTTP, proxy, Optional.of(new User("ada", "secret"))));
      assertThat(proxy.targets).containsExactly("kubernetes.test:" + server.port());
    }
  }

  @Test
  void refusalByTheProxyIsReported() throws Exception {
    try (var proxy = FakeProxy.http(new ServerSocket(0), ADA)) {
      Future<Channel> opened = open(Kind.HTTP, proxy, Optional.empty());

      assertThat(opened.cause()).isInstanceOf(CarrierException.class)
          .hasMessageContaining("cannot reach the API server")
          .hasMessageContaining("407");
      assertThat(server.requests).isEmpty();
    }
  }

  @Test
  void httpConnectWorksWithinTls() throws Exception {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(PKI.server().toKeyManagerFactory().getKeyManagers(), null, null);
    try (var proxy = FakeProxy.http(tls.getServerSocketFactory().createServerSocket(0), ADA)) {
      assertOpened(open(Kind.HTTPS, proxy, Optional.of(new User("ada", "secret"))));
      assertThat(proxy.targets).containsExactly("kubernetes.test:" + server.port());
    }
  }

  @Test
  void socks5Works() throws Exception {
    try (var proxy = FakeProxy.socks5(new ServerSocket(0))) {
      assertOpened(open(Kind.SOCKS5, proxy, Optional.empty()));
      assertThat(proxy.targets).containsExactly("kubernetes.test:" + server.port());
    }
  }

  private Future<Channel> open(Kind kind, FakeProxy proxy, Optional<User> user) {
    var endpoint = new ApiEndpoint(URI.create("https://kubernetes.test:" + server.port()), Optional.empty(),
        PKI.trust(),
        refused -> new Credentials(Map.of(), Optional.empty()),
        Optional.of(new ProxyAddress(kind, "127.0.0.1", proxy.port(), user)));
    return new PortForwardCarrier(endpoint, "shop", "gateway-0", 9800, Duration.ofSeconds(5), List.of(WebSocket::new))
        .open(GROUP.next()).awaitUninterruptibly();
  }

  private static void assertOpened(Future<Channel> opened) {
    assertThat(opened.cause()).isNull();
    opened.getNow().close();
  }
}
