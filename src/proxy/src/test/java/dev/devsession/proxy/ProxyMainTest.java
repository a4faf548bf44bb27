package dev.devsession.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProxyMainTest {

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final String SETTINGS = "\0\0\0\4\0\0\0\0\0";

  @Test
  void withdrawsThenDrainsThenEndsWithZero() throws Exception {
    try (var server = Loopback.listen();
        var proxy = ProxyProcess.ready("PORT=127.0.0.1:" + server.getLocalPort(), List.of(),
            Map.of("DEVSESSION_WITHDRAW_SECONDS", "3", "DEVSESSION_DRAIN_SECONDS", "60"));
        var waiting = Loopback.connect(proxy.port);
        var waitingTarget = Loopback.accept(server);
        var kept = Loopback.connect(proxy.port);
        var keptTarget = Loopback.accept(server)) {
      exchange(kept, keptTarget);
      Loopback.send(waiting, "slow?");
      assertThat(Loopback.read(waitingTarget, 5)).isEqualTo("slow?");

      proxy.process.destroy();

      proxy.awaitOutput("shutting down");
      try (var late = Loopback.connect(proxy.port); var lateTarget = Loopback.accept(server)) {
        exchange(late, lateTarget);
      }
      assertThat(RunningProxy.health(proxy.healthPort, "/readyz").statusCode()).isEqualTo(200);
      await().untilAsserted(
          () -> assertThat(RunningProxy.health(proxy.healthPort, "/readyz").statusCode()).isEqualTo(503));
      assertThat(Loopback.accepts(proxy.port)).isFalse();
      // A connection between two exchanges gets a FIN; one that waits for its answer stays open.
      assertThat(kept.getInputStream().read()).isEqualTo(-1);
      kept.shutdownOutput();
      keptTarget.shutdownOutput();
      await().during(Duration.ofSeconds(1)).until(proxy.process::isAlive);
      Loopback.send(waitingTarget, "fast!");
      waitingTarget.shutdownOutput();
      assertThat(new String(waiting.getInputStream().readAllBytes())).isEqualTo("fast!");
      waiting.shutdownOutput();

      assertThat(proxy.exitCode()).as(proxy.output()).isZero();
    }
  }

  /** Without the request, a client that is never idle would be reset at the end of the drain. */
  @Test
  void drainAsksBusyHttpClientsToReconnect() throws Exception {
    try (var server = Loopback.listen();
        var proxy = ProxyProcess.ready("PORT=127.0.0.1:" + server.getLocalPort(), List.of(), Map.of());
        var http1 = Loopback.connect(proxy.port);
        var http1Target = Loopback.accept(server);
        var http2 = Loopback.connect(proxy.port);
        var http2Target = Loopback.accept(server)) {
      Loopback.send(http2Target, SETTINGS); // a server need not wait for the client's preface
      assertThat(Loopback.read(http2, 9)).isEqualTo(SETTINGS);
      Loopback.send(http2, PREFACE);
      assertThat(Loopback.read(http2Target, 24)).isEqualTo(PREFACE);
      Loopback.send(http1, "GET / HTTP/1.1\r\n\r\n");
      assertThat(Loopback.read(http1Target, 18)).isEqualTo("GET / HTTP/1.1\r\n\r\n");

      proxy.process.destroy();

      assertThat(http2.getInputStream().readNBytes(17)).startsWith(0, 0, 8, 7);
      Loopback.send(http1Target, "HTTP/1.1 204 No Content\r\n\r\n");
      assertThat(Loopback.read(http1, 46)).isEqualTo("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    }
  }

  @Test
  void connectionsThatOutlastTheDrainAreReset() throws Exception {
    try (var server = Loopback.listen();
        var proxy = ProxyProcess.ready("PORT=127.0.0.1:" + server.getLocalPort(), List.of(),
            Map.of("DEVSESSION_WITHDRAW_SECONDS", "0", "DEVSESSION_DRAIN_SECONDS", "1"));
        var client = Loopback.connect(proxy.port);
        var target = Loopback.accept(server)) {
      Loopback.send(client, "x");
      assertThat(Loopback.read(target, 1)).isEqualTo("x");
      proxy.process.destroy();

      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThat(proxy.exitCode()).as(proxy.output()).isZero();
    }
  }

  @Test
  void logsJson() throws Exception {
    try (var proxy = ProxyProcess.ready("PORT=127.0.0.1:1", List.of(), Map.of())) {
      proxy.awaitOutput(
          "\"level\":\"INFO\",\"threadName\":\"proxy-1-1\",\"loggerName\":\"dev.devsession.proxy.RouteListener\","
              + "\"kvpList\":[{\"port\":\"" + proxy.port
              + "\"},{\"target\":\"127.0.0.1:1\"}],\"formattedMessage\":\"listening\"}\n");
    }
  }

  @Test
  void endsWithTwoWhenASettingIsWrong() throws Exception {
    try (var proxy = ProxyProcess.ended(Map.of("DEVSESSION_HEALTH_PORT", "many"))) {
      assertThat(proxy.exitCode()).isEqualTo(2);
      assertThat(proxy.output()).contains("DEVSESSION_HEALTH_PORT=\"many\": expected a whole number");
    }
  }

  @Test
  void endsWithOneWhenTheHealthPortIsTaken() throws Exception {
    try (var taken = new ServerSocket(0);
        var proxy = ProxyProcess.ended(Map.of("DEVSESSION_HEALTH_PORT", "" + taken.getLocalPort()))) {
      assertThat(proxy.exitCode()).isEqualTo(1);
      assertThat(proxy.output()).contains("the health port " + taken.getLocalPort() + " can't be bound");
    }
  }

  /** The JDK keeps looked-up addresses for 30 s unless told otherwise, and failures for 10 s. */
  @Test
  void jdkCachesNoAddress(@TempDir Path directory) throws Exception {
    var hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.5 other\n");
    try (var here = Loopback.listen("127.0.0.1", 0);
        var there = Loopback.listen("127.0.0.2", here.getLocalPort());
        var proxy = ProxyProcess.ready("PORT=laptop:" + here.getLocalPort(), List.of("-Djdk.net.hosts.file=" + hosts),
            Map.of())) {
      try (var client = Loopback.connect(proxy.port)) {
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
      }
      for (var server : List.of(here, there)) {
        Files.writeString(hosts, server.getInetAddress().getHostAddress() + " laptop\n");
        try (var client = Loopback.connect(proxy.port); var target = Loopback.accept(server)) {
          exchange(client, target);
        }
      }
    }
  }

  private static void exchange(Socket client, Socket target) throws Exception {
    Loopback.send(client, "ping");
    assertThat(Loopback.read(target, 4)).isEqualTo("ping");
    Loopback.send(target, "pong");
    assertThat(Loopback.read(client, 4)).isEqualTo("pong");
  }
}
