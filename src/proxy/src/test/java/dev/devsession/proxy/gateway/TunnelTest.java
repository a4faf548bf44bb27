package dev.devsession.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsession.proxy.Loopback;
import dev.devsession.proxy.RunningProxy;
import dev.devsession.tunnel.ConnectionRole;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One connection through both ends of the tunnel. */
@Timeout(30)
class TunnelTest {

  private RunningGateway gateway;
  private Machine machine;
  private ServerSocket server;

  @BeforeEach
  void connect() throws Exception {
    gateway = new RunningGateway("127.0.0.0/8");
    machine = gateway.machine("ada");
    server = Loopback.listen();
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    machine.close();
    gateway.close();
  }

  @Test
  void callersReachTheMachine() throws Exception {
    machine.connect(ConnectionRole.REVERSE);
    try (var caller = gateway.call(server.getLocalPort())) {
      Loopback.send(caller, "early");
      try (var target = Loopback.accept(server)) {
        assertThat(Loopback.read(target, 5)).isEqualTo("early");

        Loopback.send(target, "answer");
        assertThat(Loopback.read(caller, 6)).isEqualTo("answer");

        assertOrderlyEnd(caller, target);
      }
    }
  }

  @Test
  void machineReachesTheCluster() throws Exception {
    var port = machine.listen(machine.connect(ConnectionRole.FORWARD), "localhost:" + server.getLocalPort());
    try (var client = Loopback.connect(port); var target = Loopback.accept(server)) {
      Loopback.send(client, "question");
      assertThat(Loopback.read(target, 8)).isEqualTo("question");

      assertOrderlyEnd(target, client);
    }
  }

  @Test
  void callersAreResetWhileTheLocalProcessIsNotRunning() throws Exception {
    machine.connect(ConnectionRole.REVERSE);
    try (var caller = gateway.call(RunningProxy.freePort())) {
      assertThatThrownBy(() -> caller.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void callersOfASilentMachineAreResetAndOlderConnectionsStay() throws Exception {
    machine.connect(ConnectionRole.REVERSE);
    try (var older = gateway.call(server.getLocalPort()); var target = Loopback.accept(server)) {
      Loopback.send(target, "here");
      assertThat(Loopback.read(older, 4)).isEqualTo("here");

      var suspended = new CountDownLatch(1);
      var resumed = new CountDownLatch(1);
      machine.loop.execute(() -> suspendUntil(suspended, resumed));
      suspended.await();
      try (var caller = gateway.call(server.getLocalPort())) {
        await().until(() -> gateway.ready().body().endsWith("streams: 2"));

        gateway.advance(Duration.ofSeconds(3));
        assertThatThrownBy(() -> caller.getInputStream().read()).isInstanceOf(SocketException.class);
      }
      resumed.countDown();
      Loopback.send(older, "still here");
      assertThat(Loopback.read(target, 10)).isEqualTo("still here");
    }
  }

  /** The two bytes to the machine are the port that each caller sends first. */
  @Test
  void connectionsAndBytesAreCounted() throws Exception {
    assertThatThrownBy(() -> gateway.call(1).getInputStream().read()).isInstanceOf(SocketException.class);
    assertThat(gateway.metrics())
        .contains("devsession_gateway_dial_failures_total{reason=\"no_agent\",to=\"machine\"} 1.0");

    var port = machine.listen(machine.connect(ConnectionRole.FORWARD), "localhost:" + server.getLocalPort());
    machine.connect(ConnectionRole.REVERSE);
    try (var caller = gateway.call(server.getLocalPort()); var target = Loopback.accept(server)) {
      Loopback.send(target, "answer");
      assertThat(Loopback.read(caller, 6)).isEqualTo("answer");
      assertThat(gateway.metrics()).contains("devsession_gateway_connections_active{to=\"machine\"} 1.0",
          "devsession_gateway_bytes_total{direction=\"from_machine\",to=\"machine\"} 6.0");

      assertOrderlyEnd(caller, target);
    }
    try (var client = Loopback.connect(port); var target = Loopback.accept(server)) {
      Loopback.send(client, "question");
      assertThat(Loopback.read(target, 8)).isEqualTo("question");

      Loopback.reset(client);
      assertThatThrownBy(() -> target.getInputStream().read()).isInstanceOf(SocketException.class);
    }
    await().untilAsserted(
        () -> assertThat(gateway.metrics()).contains("devsession_gateway_connections_reset_total{to=\"cluster\"} 1.0",
            "devsession_gateway_connections_reset_total{to=\"machine\"} 1.0",
            "devsession_gateway_connections_active{to=\"machine\"} 0.0",
            "devsession_gateway_connections_total{to=\"machine\"} 2.0",
            "devsession_gateway_bytes_total{direction=\"to_machine\",to=\"machine\"} 2.0",
            "devsession_gateway_bytes_total{direction=\"from_machine\",to=\"cluster\"} 8.0"));
  }

  private static void assertOrderlyEnd(Socket first, Socket second) throws Exception {
    first.shutdownOutput();
    assertThat(second.getInputStream().read()).isEqualTo(-1);
    Loopback.send(second, "late");
    assertThat(Loopback.read(first, 4)).isEqualTo("late");
    second.shutdownOutput();
    assertThat(first.getInputStream().read()).isEqualTo(-1);
  }

  /** Blocks the loop like a suspended machine: its sockets stay open, and no thread reads them. */
  private static void suspendUntil(CountDownLatch suspended, CountDownLatch resumed) {
    suspended.countDown();
    try {
      resumed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
