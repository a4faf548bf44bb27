package dev.devsession.agent.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.Identity;
import dev.devsession.tunnel.carrier.Carrier;
import dev.devsession.tunnel.hello.HelloResponse;
import dev.devsession.tunnel.stream.TunnelConnection;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tunnel with a gateway that offers a short way. */
class ShortWayConnectionsTest {

  private static final Identity ADA = new Identity("uid-1", "agent-1", "ada@thinkpad", "0.3.0", true);

  private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private final EventLoop agentLoop = group.next();
  private final EventLoop gatewayLoop = group.next();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final FakeGateway gateway = new FakeGateway(gatewayLoop, 0);
  private final FakeShortWay shortWay = new FakeShortWay(gateway, 0);
  private volatile Carrier carrier = new FakeGateway.Tcp(gateway.port());
  private volatile OptionalInt nodePort = OptionalInt.empty();
  private Tunnel tunnel;

  @BeforeEach
  void prepare() {
    tunnel = new Tunnel(agentLoop, () -> carrier, () -> nodePort, ADA, new TunnelEvents() {
      @Override
      public void connected(Duration roundTrip) {
        events.add("connected");
      }

      @Override
      public void lost(String why) {
        events.add("lost");
      }

      @Override
      public void refused(String message, boolean occupied) {
        events.add("refused");
      }

      @Override
      public void localRefused(int hostPort) {}

      @Override
      public void localAnswered(int hostPort) {}

      @Override
      public void way(TunnelWay way) {
        events.add(way.toString());
      }
    });
  }

  @AfterEach
  void stop() {
    tunnel.close();
    shortWay.close();
    gateway.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private void start(HelloResponse answer) {
    gateway.answer = answer;
    tunnel.start();
  }

  private void awaitShortWay() {
    await().atMost(Duration.ofSeconds(30)).until(() -> shortWay.connections.size() == 2);
    awaitLast(byTls());
  }

  private void awaitLast(String event) {
    await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> assertThat(events).last().isEqualTo(event));
  }

  private String byTls() {
    return "by TLS to the gateway at 127.0.0.1:" + shortWay.port();
  }

  @Test
  void newStreamsTakeTheWayThatAnswers() throws Exception {
    start(shortWay.answer(List.of("127.0.0.1"), List.of()));
    awaitShortWay();
    assertThat(events).containsExactly("connected", byTls());
    assertThat(gateway.hellos).hasSize(2);

    converse(shortWay.connections.get(ConnectionRole.FORWARD), gateway.connections.get(ConnectionRole.FORWARD));
  }

  @Test
  void gatewayWithoutAnOfferIsReachedByPortForward() {
    start(new HelloResponse.Ok());
    await().until(() -> events.size() == 2);
    assertThat(gateway.hellos).allMatch(hello -> hello.certificate().isPresent());
    assertThat(events).containsExactly("connected",
        "by port-forward: the gateway offers no shorter way, since the chart or the session allows none");
  }

  @Test
  void addressesAreTriedInTurn() {
    nodePort = OptionalInt.of(shortWay.port());
    start(shortWay.answer(List.of("127.0.0.2"), List.of("127.0.0.1"))); // the listener is bound to 127.0.0.1 alone
    awaitShortWay();
    assertThat(events).containsExactly("connected", byTls());
  }

  @Test
  void whatFailedIsReportedAndTriedAgain() {
    int port = shortWay.port();
    var answer = shortWay.answer(List.of("127.0.0.1"), List.of());
    shortWay.close();
    start(answer);
    await().until(() -> events.size() == 2);
    assertThat(events.getLast()).startsWith("by port-forward: 127.0.0.1:" + port + ": Connection refused");

    gateway.answer = answer; // of a gateway with another key: it is never admitted
    try (var other = new FakeShortWay(gateway, port)) {
      await().atMost(Duration.ofSeconds(10)).until(() -> events.size() == 3);
      assertThat(events.getLast()).startsWith("by port-forward: 127.0.0.1:" + port + ": expected the certificate ");
      assertThat(other.connections).isEmpty();
    }
  }

  @Test
  void lostShortWayIsFoundAgainAndNothingElseIsLost() throws Exception {
    start(shortWay.answer(List.of("127.0.0.1"), List.of()));
    awaitShortWay();

    shortWay.drop();

    await().until(() -> events.size() == 3);
    assertThat(events.getLast()).startsWith("by port-forward: ");
    awaitShortWay();
    assertThat(events).filteredOn("connected"::equals).hasSize(1);
    assertThat(events).doesNotContain("lost");
  }

  @Test
  void streamsTakePortForwardWhileTheShortWayIsLost() throws Exception {
    start(shortWay.answer(List.of("127.0.0.1"), List.of()));
    awaitShortWay();
    shortWay.close();

    converse(gateway.connections.get(ConnectionRole.FORWARD), null);
  }

  @Test
  void lossOfPortForwardEndsTheShortWay() {
    start(shortWay.answer(List.of("127.0.0.1"), List.of()));
    awaitShortWay();
    var older = List.copyOf(shortWay.connections.values());
    carrier = loop -> loop.newPromise(); // can't be reached any more

    gateway.accepted.forEach(Channel::close);

    await().atMost(Duration.ofSeconds(20)).until(() -> older.stream().allMatch(c -> c.closed().isDone()));
    assertThat(events).last().isEqualTo("lost");
  }

  /** As when another machine takes over: what callers have here goes on until they leave. */
  @Test
  void tunnelIsBusyWhileARetiredShortWayCarriesCallers() throws Exception {
    start(shortWay.answer(List.of("127.0.0.1"), List.of()));
    awaitShortWay();
    try (var process = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var fromCluster = LocalListener.handingTo(gatewayLoop, socket -> shortWay.connections
            .get(ConnectionRole.REVERSE).carry(socket, "localhost:" + process.getLocalPort()))) {
      tunnel.hostPorts(Set.of(process.getLocalPort()));
      var caller = new Socket(InetAddress.getLoopbackAddress(), fromCluster.port());
      var server = process.accept();
      carrier = loop -> loop.newPromise();
      gateway.accepted.forEach(Channel::close);
      await().until(() -> events.getLast().equals("lost"));

      var idle = tunnel.whenIdle();
      caller.getOutputStream().write(7);
      assertThat(server.getInputStream().read()).isEqualTo(7);
      assertThat(idle).isNotDone();

      caller.close();
      server.close();
      assertThat(idle).succeedsWithin(Duration.ofSeconds(10));
    }
  }

  @Test
  void newPodsShortWayTakesThePlaceOfTheOld() {
    start(shortWay.answer(List.of("127.0.0.1"), List.of()));
    awaitShortWay();
    try (var other = new FakeGateway(gatewayLoop, 0); var otherWay = new FakeShortWay(other, 0)) {
      other.answer = otherWay.answer(List.of("127.0.0.1"), List.of());
      carrier = new FakeGateway.Tcp(other.port());
      tunnel.podChanged();

      awaitLast("by TLS to the gateway at 127.0.0.1:" + otherWay.port());
      await().until(() -> otherWay.connections.size() == 2);
      assertThat(events).doesNotContain("lost");
    }
  }

  /** Opens a connection to the cluster, which takes one of the two ways. */
  private void converse(TunnelConnection taken, TunnelConnection free) throws Exception {
    try (var process = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var toCluster = LocalListener.handingTo(agentLoop,
            socket -> tunnel.carry(socket, "shop", process.getLocalPort()));
        var client = new Socket(InetAddress.getLoopbackAddress(), toCluster.port());
        var server = process.accept()) {
      client.getOutputStream().write(7);
      assertThat(server.getInputStream().read()).isEqualTo(7);
      assertThat(streams(taken)).isEqualTo(1);
      assertThat(free == null ? 0 : streams(free)).isZero();
    }
  }

  private int streams(TunnelConnection connection) throws Exception {
    return gatewayLoop.submit(connection::streams).get(5, TimeUnit.SECONDS);
  }
}
