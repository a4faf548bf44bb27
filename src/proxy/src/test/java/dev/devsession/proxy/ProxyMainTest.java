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

  @Test
  void withdrawsThenDrainsThenEndsWithZero() throws Exception {
    var server = Loopback.listen();
    try (var proxy = ProxyProcess.ready("PORT=127.0.0.1:" + server.getLocalPort(), List.of(),
        Map.of("DEVSESSION_WITHDRAW_SECONDS", "3", "DEVSESSION_DRAIN_SECONDS", "60"));
        var waiting = Loopback.connect(proxy.port);
        var waitingTarget = Loopback.accept(server);
        var kept = Loopback.connect(proxy.port);
        var keptTarget = Loopback.accept(server)) {
      exchange(kept, keptTarget);
      Loopback.send(waiting, "slow?");
      assertThat(Loopback.read(waitingTarget, 5)).isEqualTo("slow?");

      proxy.process.destroy();

      await().untilAsserted(
          () -> assertThat(RunningProxy.health(proxy.healthPort, "/readyz").statusCode()).isEqualTo(503));
      try (var late = Loopback.connect(proxy.port); var lateTarget = Loopback.accept(server)) {
        exchange(late, lateTarget);
      }
      await().until(() -> !Loopback.accepts(proxy.port));
      server.close(); // and with it the probes of the line above, which nobody accepted
      // A connection between two exchanges is ended in order, one that waits for its answer is left alone.
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

  @Test
  void resetsWhatOutlastsTheDrain() throws Exception {
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
  void theJdkKeepsNoLookedUpAddress(@TempDir Path directory) throws Exception {
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
