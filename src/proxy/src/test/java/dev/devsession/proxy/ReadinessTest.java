package dev.devsession.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsession.proxy.relay.SystemResolver;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadinessTest {

  @Test
  void isReadyWhenAllListenersAreBound() throws Exception {
    try (var proxy = RunningProxy.to(1)) {
      assertThat(proxy.health("/readyz").statusCode()).isEqualTo(200);
      assertThat(proxy.health("/livez").statusCode()).isEqualTo(200);
      assertThat(Loopback.accepts(proxy.port)).isTrue();
    }
  }

  @Test
  void isNotReadyWhileAPortIsTakenAndBecomesReadyWhenItIsFree() throws Exception {
    var taken = new ServerSocket(0);
    try (var proxy = RunningProxy.with("PORT=127.0.0.1:1\n" + taken.getLocalPort() + "=127.0.0.1:1")) {
      var answer = proxy.health("/readyz");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).isEqualTo("port " + taken.getLocalPort() + " can't be bound: Address already in use");
      assertThat(proxy.health("/livez").statusCode()).isEqualTo(200);
      assertThat(Loopback.accepts(proxy.port)).isTrue();

      taken.close();
      await().untilAsserted(() -> assertThat(proxy.health("/readyz").statusCode()).isEqualTo(200));
    }
  }

  @Test
  void saysWhichHealthPortIsTaken() throws Exception {
    try (var taken = new ServerSocket(0); var other = RunningProxy.to(1)) {
      var settings = new ProxySettings(other.volume.file(), taken.getLocalPort(), Duration.ZERO, Duration.ZERO,
          Duration.ZERO);
      var proxy = new ProxyServer(settings, SystemResolver::resolve);
      assertThatThrownBy(() -> proxy.start().join())
          .hasMessageContaining("the health port " + taken.getLocalPort() + " can't be bound: Address already in use");

      proxy.close();
    }
  }

  @Test
  void answersOtherRequestsWithTheirErrors() throws Exception {
    try (var proxy = RunningProxy.to(1)) {
      assertThat(proxy.health("/nothing").statusCode()).isEqualTo(404);
      assertThat(raw(proxy, "POST /readyz HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 405 ");
      assertThat(raw(proxy, "nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
      assertThat(raw(proxy, "GET /" + "x".repeat(9000))).startsWith("HTTP/1.1 431 ");
    }
  }

  @Test
  void requestInPiecesIsAnswered() throws Exception {
    try (var proxy = RunningProxy.to(1); var client = Loopback.connect(proxy.healthPort)) {
      client.setTcpNoDelay(true);
      for (var piece : "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n".split("(?<=[ \n])")) {
        Loopback.send(client, piece);
      }

      assertThat(new String(client.getInputStream().readAllBytes())).startsWith("HTTP/1.1 200 OK").endsWith("alive");
    }
  }

  @Test
  void oldestSilentConnectionIsClosedWhenTooManyAreOpen() throws Exception {
    var silent = new ArrayList<Socket>();
    try (var proxy = RunningProxy.to(1)) {
      for (int i = 0; i <= 64; i++) {
        silent.add(Loopback.connect(proxy.healthPort));
      }
      // Shorter than the proxy's own timeout of 5 s for silent connections.
      silent.getFirst().setSoTimeout(3000);

      assertThat(silent.getFirst().getInputStream().read()).isEqualTo(-1);
      assertThat(proxy.health("/livez").statusCode()).isEqualTo(200);
    } finally {
      for (var socket : silent) {
        socket.close();
      }
    }
  }

  private static String raw(RunningProxy proxy, String request) throws Exception {
    try (var client = Loopback.connect(proxy.healthPort)) {
      Loopback.send(client, request);
      return new String(client.getInputStream().readAllBytes());
    }
  }
}
