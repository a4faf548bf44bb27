package dev.devsession.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsession.proxy.Loopback;
import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.carrier.CarrierException;
import dev.devsession.tunnel.carrier.tls.TlsCarrier;
import dev.devsession.tunnel.hello.HelloRefusedException;
import dev.devsession.tunnel.hello.ShortWayOffer;
import dev.devsession.tunnel.keys.CertificateFingerprint;
import dev.devsession.tunnel.keys.EphemeralCertificate;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may come by the short way: the agent that is connected by port-forward, with the certificate it has named. */
@Timeout(60)
class ShortWayAdmissionTest {

  private final EphemeralCertificate own = EphemeralCertificate.create(Instant.now());
  private final EphemeralCertificate foreign = EphemeralCertificate.create(Instant.now());
  private final RunningGateway gateway = new RunningGateway();
  private final Machine ada = gateway.machine("ada");

  @AfterEach
  void close() {
    ada.close();
    gateway.close();
  }

  private TlsCarrier carrier(EphemeralCertificate shown, CertificateFingerprint expected) {
    return new TlsCarrier(new InetSocketAddress("127.0.0.1", gateway.tlsPort), shown, expected);
  }

  private ShortWayOffer connect() throws Exception {
    return ada.connect(ConnectionRole.REVERSE, own).orElseThrow();
  }

  @Test
  void portListensOnlyWhileAnAgentIsConnectedThatHasNamedItsCertificate() throws Exception {
    assertThat(Loopback.accepts(gateway.tlsPort)).isFalse();
    try (var older = gateway.machine("ada")) {
      older.connect(ConnectionRole.REVERSE);
      assertThat(Loopback.accepts(gateway.tlsPort)).isFalse();
    }
    await().until(() -> gateway.ready().statusCode() == 503);

    connect();
    ada.close();
    await().until(() -> !Loopback.accepts(gateway.tlsPort));
  }

  @Test
  void shortWayEndsWithTheConnectionByPortForward() throws Exception {
    try (var line = new Line(gateway.tunnelPort); var machine = new Machine(line.port(), ada.identity)) {
      var offer = machine.connect(ConnectionRole.REVERSE, own).orElseThrow();
      var byTls = machine.connect(ConnectionRole.REVERSE, carrier(own, offer.certificate()));

      line.reset();

      await().until(() -> byTls.closed().isDone());
      assertThat(byTls.closed().getNow()).isEqualTo("the connection by port-forward is gone");
      await().until(() -> !Loopback.accepts(gateway.tlsPort));
    }
  }

  @Test
  void wrongKeyOfTheAgentFailsTheHandshake() throws Exception {
    var offer = connect();
    assertThatThrownBy(() -> ada.connect(ConnectionRole.REVERSE, carrier(foreign, offer.certificate())))
        .isNotInstanceOf(HelloRefusedException.class);
    assertThat(gateway.ready().body()).doesNotContain("short way");
  }

  @Test
  void wrongKeyOfTheGatewayFailsTheHandshake() throws Exception {
    connect();
    assertThatThrownBy(() -> ada.connect(ConnectionRole.REVERSE, carrier(own, foreign.fingerprint())))
        .isInstanceOf(CarrierException.class).hasMessageStartingWith("127.0.0.1:" + gateway.tlsPort + ": ")
        .hasStackTraceContaining("expected the certificate " + foreign.fingerprint());
  }

  @Test
  void certificateOfAnAgentThatWasReplacedIsWorthNothing() throws Exception {
    var offer = connect();
    try (var bob = new Machine(gateway.tunnelPort, Machine.takingOver(RunningGateway.SESSION, "bob"))) {
      bob.connect(ConnectionRole.REVERSE, foreign);

      assertThatThrownBy(() -> ada.connect(ConnectionRole.REVERSE, carrier(own, offer.certificate())))
          .isNotInstanceOf(HelloRefusedException.class);
      bob.connect(ConnectionRole.REVERSE, carrier(foreign, offer.certificate()));
    }
  }

  /** Who has finished the handshake before another agent took over may not say hello after that. */
  @Test
  void handshakeOfAnAgentThatWasReplacedIsWorthNothing() throws Exception {
    var offer = connect();
    var channel = carrier(own, offer.certificate()).open(ada.loop).get();
    gateway.ready();
    try (var bob = new Machine(gateway.tunnelPort, Machine.takingOver(RunningGateway.SESSION, "bob"))) {
      bob.connect(ConnectionRole.REVERSE, foreign);

      assertThatThrownBy(() -> ada.connect(ConnectionRole.REVERSE, loop -> loop.newSucceededFuture(channel)))
          .hasMessageContaining("only the agent that is connected by port-forward");
    }
  }

  @Test
  void anotherAgentIsRefusedAlsoWithTheRightKey() throws Exception {
    var offer = connect();
    for (var identity : new String[][]{{RunningGateway.SESSION, "bob"}, {"another session", "ada"}}) {
      try (var other = new Machine(gateway.tunnelPort, Machine.takingOver(identity[0], identity[1]))) {
        assertThatThrownBy(() -> other.connect(ConnectionRole.REVERSE, carrier(own, offer.certificate())))
            .isInstanceOf(HelloRefusedException.class);
      }
    }
  }

  @Test
  void olderTlsIsRefused() throws Exception {
    connect();
    try (var socket = tls("TLSv1.2")) {
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
    }
  }

  @Test
  void tls13WithoutACertificateIsRefused() throws Exception {
    connect();
    var context = SSLContext.getInstance("TLS");
    context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", gateway.tlsPort)) {
      assertThatThrownBy(() -> {
        socket.getOutputStream().write(1);
        socket.getInputStream().read();
      }).isInstanceOf(IOException.class);
    }
  }

  /** The client keeps one session for each full handshake, and one for each ticket that it gets. */
  @Test
  void sessionIsNotResumed() throws Exception {
    connect();
    var seen = new ArrayList<byte[]>();
    for (int i = 0; i < 2; i++) {
      try (var socket = tls("TLSv1.3")) {
        socket.getOutputStream().write("nonsense\n".getBytes());
        assertThat(new String(socket.getInputStream().readAllBytes())).contains("Malformed");
        seen.add(socket.getSession().getId());
      }
      assertThat(Collections.list(client.getClientSessionContext().getIds())).hasSize(seen.size());
    }
    assertThat(seen.get(0)).isNotEqualTo(seen.get(1));
  }

  @Test
  void plainTextGetsNoAnswerButAnAlert() throws Exception {
    connect();
    try (var socket = Loopback.connect(gateway.tlsPort)) {
      Loopback.send(socket, "devsession-tunnel/1 reverse\nsession: " + RunningGateway.SESSION + "\n\n");
      assertThat(new String(socket.getInputStream().readAllBytes())).doesNotContain("devsession-tunnel");
    }
  }

  @Test
  void thoseWhoSayNothingDoNotKeepTheAgentOutAndAreClosed() throws Exception {
    var offer = connect();
    var silent = new ArrayList<Socket>();
    for (int i = 0; i < 200; i++) {
      silent.add(Loopback.connect(gateway.tlsPort));
    }

    ada.connect(ConnectionRole.REVERSE, carrier(own, offer.certificate()));

    gateway.advance(Duration.ofSeconds(4));
    for (var socket : silent) {
      assertThat(isEnded(socket)).isTrue();
      socket.close();
    }
    assertThat(gateway.ready().body()).contains("short way");
  }

  private static boolean isEnded(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return e.getMessage().contains("reset");
    }
  }

  private SSLContext client;

  private SSLSocket tls(String version) throws Exception {
    if (client == null) {
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry("ada", own.key(), new char[0], new Certificate[]{own.certificate()});
      var managers = KeyManagerFactory.getInstance("PKIX");
      managers.init(keys, new char[0]);
      client = SSLContext.getInstance("TLS");
      client.init(managers.getKeyManagers(),
          InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    }
    var socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", gateway.tlsPort);
    socket.setSoTimeout(20_000);
    socket.setEnabledProtocols(new String[]{version});
    return socket;
  }
}
