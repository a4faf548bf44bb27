package dev.devsession.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsession.proxy.Loopback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of connections at the same time, through the image's gateway and an agent with the launcher's options. What
 * counts is that all bytes arrive and how much memory it takes; times are only printed. {@code make soak} repeats more.
 */
@Timeout(1800)
class GatewayLoadIT {

  private static final int ROUNDS = Boolean.getBoolean("devsession.soak") ? 20 : 2;
  private static final int STALLED = Boolean.getBoolean("devsession.soak") ? 2000 : 1000;
  private static final int MIB = 1 << 20;
  /** About 40 MiB of it are pages of files, which all proxies and gateways of a node share. */
  private static final long GATEWAY_MOST = 108L * MIB;
  private static final long AGENT_MOST = 140L * MIB;
  private static final int BACKLOG = 4096;
  /** Of the kernel, for what stalls: otherwise it takes megabytes for each connection before one of them stalls. */
  private static final int SMALL_BUFFER = 16 * 1024;

  @TempDir
  private Path folder;

  private final LongAdder flooded = new LongAdder();
  private final List<Socket> stalled = new ArrayList<>();
  private ServerSocket echo;
  private ServerSocket flood;
  private LoadedTunnel tunnel;

  @BeforeEach
  void start() throws Exception {
    echo = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    flood = new ServerSocket();
    flood.setReceiveBufferSize(SMALL_BUFFER);
    flood.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    Thread.ofPlatform().daemon().start(() -> EchoBurst.echoAll(echo));
    Thread.ofPlatform().daemon().start(this::floodAll);
    tunnel = new LoadedTunnel(folder, echo.getLocalPort(), flood.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    tunnel.close();
    for (var socket : stalled) {
      socket.close();
    }
    echo.close();
    flood.close();
  }

  @Test
  void burstsAreCompleteAndTheirMemoryIsGivenBack() throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      burst("to the machine, round " + round, tunnel::call, 500, MIB);
      burst("to the cluster, round " + round, tunnel::forward, 500, MIB);
    }
    // An idle tunnel is what remains: the C library returns free memory every 5 s.
    await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
      assertThat(tunnel.gateway.residentBytes()).as("the gateway's resident bytes afterwards").isLessThan(80L * MIB);
      assertThat(tunnel.agent.residentBytes()).as("the agent's resident bytes afterwards").isLessThan(110L * MIB);
    });
    assertMemory();
  }

  @Test
  void connectionsBeyondTheStreamLimitWaitForTheirTurn() throws Exception {
    burst("to the machine, more than streams", tunnel::call, 3000, 16 * 1024);
    burst("to the cluster, more than streams", tunnel::forward, 3000, 16 * 1024);
    assertMemory();
  }

  @Test
  void stalledConnectionsHoldLittleAndStopNoOthers() throws Exception {
    var piece = new byte[64 * 1024];
    for (int i = 0; i < STALLED; i++) {
      for (var socket : List.of(tunnel.call(flood.getLocalPort(), SMALL_BUFFER),
          tunnel.forward(flood.getLocalPort(), SMALL_BUFFER))) {
        stalled.add(socket);
        Thread.ofVirtual().start(() -> writeForever(socket, piece));
      }
    }
    awaitStandstill();

    burst("to the machine beside stalled ones", tunnel::call, 10, 64 * 1024);
    burst("to the cluster beside stalled ones", tunnel::forward, 10, 64 * 1024);
    assertMemory();
  }

  @Test
  void connectionsOfAKilledGatewayAreReset() throws Exception {
    try (var caller = tunnel.call(echo.getLocalPort()); var client = tunnel.forward(echo.getLocalPort())) {
      for (var socket : List.of(caller, client)) {
        Loopback.send(socket, "first half");
        assertThat(Loopback.read(socket, 10)).isEqualTo("first half");
      }

      tunnel.gateway.close();

      assertThatThrownBy(() -> caller.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  /** Opens a connection through the tunnel to a port of this host. */
  @FunctionalInterface
  private interface Way {
    Socket open(int target) throws IOException;
  }

  private void burst(String name, Way way, int connections, int bytes) throws Exception {
    long begin = System.nanoTime();
    var outcomes = new EchoBurst(() -> way.open(echo.getLocalPort()), bytes).run(connections);
    System.out.printf("%s: %.1f s, gateway %d MiB (at most %d), agent %d MiB (at most %d), %s%n", name,
        (System.nanoTime() - begin) / 1e9, tunnel.gateway.residentBytes() / MIB,
        tunnel.gateway.mostResidentBytes() / MIB,
        tunnel.agent.residentBytes() / MIB, tunnel.agent.mostResidentBytes() / MIB, outcomes);
    assertThat(outcomes).as(name).isEqualTo(Map.of("ok", connections));
  }

  private void assertMemory() throws IOException {
    assertThat(tunnel.gateway.mostResidentBytes()).as("the gateway's resident bytes, at most").isLessThan(GATEWAY_MOST);
    assertThat(tunnel.agent.mostResidentBytes()).as("the agent's resident bytes, at most").isLessThan(AGENT_MOST);
  }

  private void awaitStandstill() {
    var before = new AtomicLong();
    await().pollInterval(Duration.ofSeconds(2)).atMost(Duration.ofMinutes(2)).until(() -> {
      long now = flooded.sum();
      return before.getAndSet(now) == now;
    });
  }

  /** Sends without an end on every connection, and reads nothing. */
  private void floodAll() {
    var piece = new byte[64 * 1024];
    while (!flood.isClosed()) {
      try {
        var accepted = flood.accept();
        accepted.setSendBufferSize(SMALL_BUFFER);
        Thread.ofVirtual().start(() -> writeForever(accepted, piece));
      } catch (IOException e) {
        // Closed, or reset before it was accepted.
      }
    }
  }

  private void writeForever(Socket socket, byte[] piece) {
    try {
      while (true) {
        socket.getOutputStream().write(piece);
        flooded.increment();
      }
    } catch (IOException e) {
      // The test is over.
    }
  }
}
