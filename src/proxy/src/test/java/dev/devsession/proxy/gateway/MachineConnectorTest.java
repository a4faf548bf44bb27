package dev.devsession.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsession.proxy.Leaks;
import dev.devsession.proxy.Loopback;
import dev.devsession.proxy.RunningProxy;
import dev.devsession.proxy.intercept.AwayReason;
import dev.devsession.proxy.intercept.GatewayMachineConnector;
import dev.devsession.proxy.intercept.MachineAwayException;
import dev.devsession.proxy.relay.Dialer;
import dev.devsession.proxy.relay.SystemResolver;
import dev.devsession.proxy.routes.Target;
import dev.devsession.tunnel.ConnectionRole;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that a proxy has a machine take, through a gateway or without. */
@Timeout(60)
class MachineConnectorTest {

  private final LoopClock clock = new LoopClock();
  private final EventLoop loop = clock.group.next();
  private GatewayMachineConnector connector;

  @BeforeEach
  void open() {
    Leaks.track();
    connector = new GatewayMachineConnector(new Dialer(loop, SystemResolver::resolve, Duration.ofSeconds(3)));
  }

  @AfterEach
  void close() {
    clock.group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    assertThat(Leaks.reports()).isEmpty();
  }

  @Test
  void channelThatTheProgramTookHoldsEveryByteAndReadsNoneAhead() throws Exception {
    try (var gateway = new RunningGateway(); var ada = gateway.machine("ada"); var server = Loopback.listen()) {
      ada.connect(ConnectionRole.REVERSE);

      var channel = connect(via(server.getLocalPort(), gateway.callersPort)).get(10, TimeUnit.SECONDS);

      var program = Loopback.accept(server);
      Loopback.send(program, "first bytes");
      var received = Received.of(channel);
      await().during(Duration.ofMillis(200)).until(() -> received.text().isEmpty());
      channel.config().setAutoRead(true);
      await().untilAsserted(() -> assertThat(received.text()).isEqualTo("first bytes"));

      channel.writeAndFlush(channel.alloc().buffer().writeBytes("ask".getBytes(StandardCharsets.UTF_8)));
      assertThat(Loopback.read(program, 3)).isEqualTo("ask");
      channel.close();
    }
  }

  @Test
  void bytesThatComeWithTheAnswerStayInTheSocket() throws Exception {
    try (var gateway = Loopback.listen()) {
      var connecting = connect(via(3000, gateway.getLocalPort()));
      var socket = Loopback.accept(gateway);
      assertThat(socket.getInputStream().readNBytes(5)).containsExactly(0, 0, 1, 3000 >> 8, 3000 & 0xff);

      Loopback.send(socket, "\0" + "x".repeat(3000));

      var channel = connecting.get(10, TimeUnit.SECONDS);
      var received = Received.of(channel);
      channel.config().setAutoRead(true);
      await().untilAsserted(() -> assertThat(received.text()).isEqualTo("x".repeat(3000)));
      assertThat(received.reads).as("reads").isLessThan(10);
      channel.close();
    }
  }

  @Test
  void everyRefusalSaysWhyAndWhatToDo() throws Exception {
    int nobody = RunningProxy.freePort();
    assertAway(via(3000, nobody), AwayReason.NO_GATEWAY, "Connection refused");
    assertAway(new Target("127.0.0.1", nobody), AwayReason.NOT_LISTENING, "Connection refused");
    assertAway(new Target("nowhere.invalid", 80), AwayReason.DISCONNECTED, "does not resolve");
    try (var gateway = new RunningGateway(); var ada = gateway.machine("ada")) {
      assertAway(via(3000, gateway.callersPort), AwayReason.DISCONNECTED, "connect with devsession up");
      ada.connect(ConnectionRole.REVERSE);
      assertAway(via(nobody, gateway.callersPort), AwayReason.NOT_LISTENING,
          "no program listens on port " + nobody + " there; start it");
    }
  }

  /** As gateways do that know only ports: 0 is one that no agent forwards. */
  @Test
  void gatewayThatResetsTheHelloIsAway() throws Exception {
    try (var gateway = Loopback.listen()) {
      var connecting = connect(via(3000, gateway.getLocalPort()));
      Loopback.reset(Loopback.accept(gateway));
      assertThat(failure(connecting).reason()).isEqualTo(AwayReason.NO_GATEWAY);
    }
  }

  @Test
  void answerOfALaterVersionMeansAway() throws Exception {
    try (var gateway = Loopback.listen()) {
      var connecting = connect(via(3000, gateway.getLocalPort()));
      Loopback.accept(gateway).getOutputStream().write(200);
      assertThat(failure(connecting)).hasMessageContaining("the answer 200");
    }
  }

  @Test
  void machineWithoutAGatewayHasTakenWhatIsConnected() throws Exception {
    try (var server = Loopback.listen()) {
      var channel = connect(new Target("127.0.0.1", server.getLocalPort())).get(10, TimeUnit.SECONDS);
      var program = Loopback.accept(server);
      channel.writeAndFlush(channel.alloc().buffer().writeByte('!'));
      assertThat(program.getInputStream().read()).isEqualTo('!');
      channel.close();
    }
  }

  @Test
  void silentMachineIsWaitedForOnceAndThenOnlyByProbesUntilItAnswers() throws Exception {
    try (var gateway = new SilentGateway()) {
      var first = gateway.connect();
      await().until(() -> gateway.accepted.size() == 1);
      clock.advance(Duration.ofMillis(600));
      var later = gateway.connect();
      await().until(() -> gateway.accepted.size() == 2);

      clock.advance(Duration.ofMillis(500));

      assertThat(failure(first)).hasMessageContaining("no answer came within 1000 ms");
      assertThat(failure(later).reason()).isEqualTo(AwayReason.SILENT);
      for (int i = 0; i < 20; i++) {
        var refused = gateway.connect();
        assertThat(refused.isDone()).isTrue();
        assertThat(refused.cause()).isInstanceOf(MachineAwayException.class);
      }
      assertThat(gateway.accepted).as("connections").hasSize(2);

      clock.advance(Duration.ofMillis(300));
      await().until(() -> gateway.accepted.size() == 3);
      clock.advance(Duration.ofSeconds(1));
      clock.advance(Duration.ofMillis(300));
      await().until(() -> gateway.accepted.size() == 4);
      gateway.accepted.get(3).getOutputStream().write(0);
      assertThat(readToEnd(gateway.accepted.get(3))).as("after the hello of a probe").isEqualTo(0);

      await().until(() -> {
        var connecting = gateway.connect();
        return !connecting.isDone();
      });
    }
  }

  @Test
  void silentMachineThatNobodyAsksForIsNotProbedForLongerThanAMinute() throws Exception {
    try (var gateway = new SilentGateway()) {
      var first = gateway.connect();
      await().until(() -> gateway.accepted.size() == 1);
      clock.advance(Duration.ofSeconds(1));
      failure(first);

      clock.advance(Duration.ofSeconds(61));

      gateway.server.setSoTimeout(300);
      await().during(Duration.ofMillis(500)).until(() -> gateway.accepted.size() == 1);
      var next = gateway.connect();
      assertThat(next.isDone()).isFalse();
    }
  }

  @Test
  void givenUpConnectionIsReset() throws Exception {
    try (var gateway = new SilentGateway()) {
      var connecting = gateway.connect();
      await().until(() -> gateway.accepted.size() == 1);

      loop.submit(() -> connecting.cancel(false)).get();

      var socket = gateway.accepted.getFirst();
      assertThatThrownBy(() -> readToEnd(socket)).hasMessageContaining("reset");
    }
  }

  /** Bytes after the hello until FIN. */
  private static int readToEnd(Socket socket) throws Exception {
    socket.getInputStream().readNBytes(5);
    return socket.getInputStream().readAllBytes().length;
  }

  private static Target via(int hostPort, int gatewayPort) {
    return new Target("127.0.0.1", gatewayPort, hostPort);
  }

  /** Done when it has begun. */
  private Future<SocketChannel> connect(Target machine) throws Exception {
    return loop.submit(() -> connector.connect(loop, machine)).get(10, TimeUnit.SECONDS);
  }

  private void assertAway(Target machine, AwayReason reason, String message) throws Exception {
    var failure = failure(connect(machine));
    assertThat(failure).hasMessageContaining(message);
    assertThat(failure.reason()).isEqualTo(reason);
  }

  private static MachineAwayException failure(Future<SocketChannel> connecting) throws Exception {
    try {
      connecting.get(10, TimeUnit.SECONDS);
      throw new AssertionError("the machine took the connection");
    } catch (ExecutionException e) {
      return (MachineAwayException) e.getCause();
    }
  }

  /** Accepts connections and answers none. */
  private final class SilentGateway implements AutoCloseable {
    final ServerSocket server;
    final List<Socket> accepted = new CopyOnWriteArrayList<>();

    SilentGateway() throws Exception {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(() -> {
        while (!server.isClosed()) {
          try {
            var socket = server.accept();
            socket.setSoTimeout(20_000);
            accepted.add(socket);
          } catch (SocketTimeoutException e) {
            // The next one may come yet.
          } catch (IOException e) {
            return;
          }
        }
      });
    }

    Future<SocketChannel> connect() throws Exception {
      return MachineConnectorTest.this.connect(via(3000, server.getLocalPort()));
    }

    @Override
    public void close() throws IOException {
      server.close();
      for (var socket : accepted) {
        socket.close();
      }
    }
  }

  private static final class Received extends ChannelInboundHandlerAdapter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile int reads;

    /** Added on the event loop: until it is, what the channel reads passes by a handler that another thread adds. */
    static Received of(SocketChannel channel) throws InterruptedException {
      var received = new Received();
      channel.eventLoop().submit(() -> channel.pipeline().addLast(received)).sync();
      return received;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      var read = (ByteBuf) message;
      var copy = new byte[read.readableBytes()];
      read.readBytes(copy);
      read.release();
      bytes.writeBytes(copy);
      reads++;
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
