package dev.devsession.agent.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.Identity;
import dev.devsession.tunnel.carrier.Carrier;
import dev.devsession.tunnel.carrier.CarrierException;
import dev.devsession.tunnel.hello.HelloRefusal;
import dev.devsession.tunnel.hello.HelloResponse;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TunnelTest {

  private static final Identity ADA = new Identity("uid-1", "agent-1", "ada@thinkpad", "0.3.0", true);

  private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private final EventLoop agentLoop = group.next();
  private final EventLoop gatewayLoop = group.next();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private FakeGateway gateway;
  private volatile Carrier carrier;
  private Tunnel tunnel;

  @BeforeEach
  void start() {
    gateway = new FakeGateway(gatewayLoop, 0);
    carrier = new FakeGateway.Tcp(gateway.port());
    tunnel = new Tunnel(agentLoop, () -> carrier, ADA, new TunnelEvents() {
      @Override
      public void connected(Duration roundTrip) {
        events.add("connected");
      }

      @Override
      public void lost(String why) {
        events.add("lost: " + why);
      }

      @Override
      public void refused(String message, boolean occupied) {
        events.add((occupied ? "occupied: " : "refused: ") + message);
      }

      @Override
      public void localRefused(int hostPort) {
        events.add("port refused");
      }

      @Override
      public void localAnswered(int hostPort) {
        events.add("port answered");
      }
    });
  }

  @AfterEach
  void stop() {
    tunnel.close();
    gateway.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void carriesConnectionsBothWays() throws Exception {
    connect();
    assertThat(gateway.hellos).allSatisfy(hello -> assertThat(hello.identity()).isEqualTo(ADA))
        .extracting(hello -> hello.role())
        .containsExactlyInAnyOrder(ConnectionRole.REVERSE, ConnectionRole.FORWARD);

    try (var process = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var fromCluster = LocalListener.handingTo(gatewayLoop,
            socket -> gateway.carryToAgent(socket, process.getLocalPort()));
        var toCluster = LocalListener.handingTo(agentLoop,
            socket -> tunnel.carry(socket, "shop", process.getLocalPort()))) {
      tunnel.hostPorts(Set.of(process.getLocalPort()));

      converse(fromCluster.port(), process);
      converse(toCluster.port(), process);
    }
  }

  @Test
  void clusterReachesOnlyDeclaredPorts() throws Exception {
    connect();
    try (var process = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var fromCluster = LocalListener.handingTo(gatewayLoop,
            socket -> gateway.carryToAgent(socket, process.getLocalPort()))) {
      tunnel.hostPorts(Set.of(1));

      assertReset(fromCluster.port());
      process.setSoTimeout(200);
      assertThatThrownBy(process::accept).isInstanceOf(IOException.class);
    }

    assertThat(events).containsExactly("connected");
  }

  @Test
  void portWithoutAListenerIsReportedOnceUntilItAnswers() throws Exception {
    connect();
    int port;
    try (var process = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = process.getLocalPort();
    }
    try (var fromCluster = LocalListener.handingTo(gatewayLoop, socket -> gateway.carryToAgent(socket, port))) {
      tunnel.hostPorts(Set.of(port));

      assertReset(fromCluster.port());
      assertReset(fromCluster.port());
      assertThat(events).containsExactly("connected", "port refused");

      try (var process = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        converse(fromCluster.port(), process);
      }
      assertThat(events).containsExactly("connected", "port refused", "port answered");

      assertReset(fromCluster.port());
      assertThat(events).endsWith("port refused");
    }
  }

  @Test
  void lostConnectionIsRedialedAndReportedOnce() {
    connect();

    gateway.accepted.forEach(Channel::close);

    await().until(() -> events.size() == 3);

    assertThat(events.get(1)).startsWith("lost: ");
    assertThat(events.get(2)).isEqualTo("connected");
    assertThat(gateway.hellos).hasSize(4);
  }

  @Test
  void takesOverOnTheFirstConnectButNotOnReconnect() {
    connect();

    gateway.accepted.forEach(Channel::close);

    await().until(() -> events.size() == 3);

    assertThat(gateway.hellos).extracting(hello -> hello.identity().takeOver()).containsExactly(true, true, false,
        false);
  }

  @Test
  void reconnectsWhenTheGatewayRunsAgain() {
    connect();
    int port = gateway.port();
    gateway.close();

    await().until(() -> events.size() == 2);

    gateway = new FakeGateway(gatewayLoop, port);

    await().atMost(Duration.ofSeconds(6)).until(() -> events.size() == 3);
    assertThat(events).last().isEqualTo("connected");
  }

  @Test
  void newPodIsDialedImmediatelyAndTheOldConnectionServesOnForAWhile() throws Exception {
    connect();
    try (var other = new FakeGateway(gatewayLoop, 0)) {
      carrier = new FakeGateway.Tcp(other.port());
      tunnel.podChanged();

      await().until(() -> other.connections.size() == 2);
      assertThat(gateway.accepted).allMatch(Channel::isOpen);
      await().atMost(Duration.ofSeconds(20)).until(() -> gateway.accepted.stream().noneMatch(Channel::isOpen));
      assertThat(events).as("nothing was lost").containsExactly("connected");
    }
  }

  @Test
  void lossOfTheOldPodBeforeTheNewOneAnswersIsReported() throws Exception {
    connect();
    carrier = loop -> loop.newPromise();
    tunnel.podChanged();

    gateway.close();

    await().until(() -> events.size() == 2);
    assertThat(events.getLast()).startsWith("lost: ");
  }

  @Test
  void connectionToTheSamePodIsKept() {
    connect();

    tunnel.podChanged();
    carrier = new FakeGateway.Tcp(gateway.port());
    tunnel.podChanged();

    assertThat(agentLoop.submit(() -> {}).syncUninterruptibly().isSuccess()).isTrue();
    assertThat(gateway.hellos).hasSize(2);
    assertThat(events).containsExactly("connected");
  }

  @Test
  void podChangeEndsTheWaitForTheNextDial() {
    AtomicInteger dials = new AtomicInteger();
    Carrier real = carrier;
    carrier = loop -> {
      dials.incrementAndGet();
      return loop.newFailedFuture(new CarrierException(CarrierException.Cause.FORBIDDEN, "not yours", null));
    };
    tunnel.start();

    await().until(() -> dials.get() == 2);
    assertThat(events).containsExactly("lost: not yours");

    carrier = real;
    tunnel.podChanged(); // without this the next dial would follow after 15 s

    await().atMost(Duration.ofSeconds(5)).until(() -> events.contains("connected"));
  }

  /** As by an API server that has just started. */
  @Test
  void momentWithoutPermissionAfterALossIsReportedAsTheLossOnly() {
    connect();
    var refusals = new AtomicInteger();
    var reachable = carrier;
    carrier = loop -> refusals.getAndIncrement() < 4 ? forbidden(loop) : reachable.open(loop);
    gateway.accepted.forEach(Channel::close);

    await().until(() -> events.size() == 3);
    assertThat(refusals).hasValueGreaterThan(4);
    assertThat(events.get(1)).isEqualTo("lost: the connection was lost");
    assertThat(events.get(2)).isEqualTo("connected");
  }

  @Test
  void permissionThatStaysAwayIsReported() {
    connect();
    carrier = TunnelTest::forbidden;
    gateway.accepted.forEach(Channel::close);

    await().until(() -> events.contains("lost: 403"));
  }

  private static Future<Channel> forbidden(EventLoop loop) {
    return loop.newFailedFuture(new CarrierException(CarrierException.Cause.FORBIDDEN, "403", null));
  }

  @Test
  void blockedPathIsReportedWithItsFirstFailure() {
    carrier = loop -> loop.newFailedFuture(
        new CarrierException(CarrierException.Cause.RETRY, "a proxy answered 426", null));
    tunnel.start();
    await().atMost(Duration.ofSeconds(2)).until(() -> events.equals(List.of("lost: a proxy answered 426")));
  }

  @Test
  void pathThatDropsEverythingIsReportedWithinFiveSeconds() {
    carrier = loop -> loop.newPromise();
    tunnel.start();
    await().atMost(Duration.ofMillis(5500)).until(
        () -> events.equals(List.of("lost: no answer from the API server or the gateway for 4 s")));
  }

  @Test
  void refusalIsReportedOnce() {
    gateway.answer = new HelloResponse.Refused(
        new HelloRefusal(HelloRefusal.Code.OCCUPIED, "bob is there", "bob", Instant.EPOCH));
    tunnel.start();
    await().until(() -> gateway.hellos.size() == 2 && !events.isEmpty());

    gateway.answer = new HelloResponse.Refused(new HelloRefusal(HelloRefusal.Code.VERSION, "too old"));
    tunnel.podChanged();
    await().until(() -> gateway.hellos.size() == 4 && events.size() == 2);

    assertThat(events).containsExactly("occupied: bob is there", "refused: too old");
  }

  @Test
  void connectionsToTheClusterAreResetWhileTheTunnelIsDown() throws Exception {
    try (var toCluster = LocalListener.handingTo(agentLoop, socket -> tunnel.carry(socket, "shop", 80))) {
      assertReset(toCluster.port());
    }
  }

  @Test
  void closingEndsTheConnectionsAndTheRedialing() {
    connect();

    tunnel.close();

    await().until(() -> gateway.accepted.stream().noneMatch(Channel::isOpen));

    int dials = gateway.hellos.size();
    await().during(Duration.ofMillis(600)).atMost(Duration.ofSeconds(2)).until(() -> gateway.hellos.size() == dials);
    assertThat(events).containsExactly("connected");
  }

  private void connect() {
    tunnel.start();
    await().until(() -> events.equals(List.of("connected")) && gateway.connections.size() == 2);
  }

  /** Sends a question through a port of the tunnel, then closes that direction, and reads the answer of the process. */
  private static void converse(int port, ServerSocket process) throws IOException {
    try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.setSoTimeout(5000);
      client.getOutputStream().write("question".getBytes(StandardCharsets.UTF_8));
      client.shutdownOutput();
      process.setSoTimeout(5000);
      try (var served = process.accept()) {
        assertThat(served.getInputStream().readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("question");
        served.getOutputStream().write("answer".getBytes(StandardCharsets.UTF_8));
      }
      assertThat(client.getInputStream().readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("answer");
    }
  }

  private static void assertReset(int port) throws IOException {
    try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.setSoTimeout(5000);
      assertThatThrownBy(() -> client.getInputStream().readAllBytes()).hasMessageContaining("reset");
    }
  }
}
