package dev.devsession.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsession.proxy.Loopback;
import dev.devsession.proxy.RunningProxy;
import dev.devsession.tunnel.ConnectRefusedException;
import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.connection.AgentConnection;
import dev.devsession.tunnel.stream.TunnelConnection;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Promise;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a gateway answers to a proxy that asks whether the machine took the connection. */
@Timeout(60)
class TakenAnswerTest {

  private static final int TAKEN = 0;
  private static final int NO_MACHINE = 1;
  private static final int NOT_LISTENING = 2;
  private static final int NOT_DECLARED = 3;

  private RunningGateway gateway;
  private Machine ada;

  @BeforeEach
  void open() {
    gateway = new RunningGateway();
    ada = gateway.machine("ada");
  }

  @AfterEach
  void close() {
    ada.close();
    gateway.close();
  }

  @Test
  void takenIsAnsweredOnceTheProgramHasAcceptedAndBeforeItsBytes() throws Exception {
    ada.connect(ConnectionRole.REVERSE);
    try (var server = Loopback.listen(); var proxy = ask(server.getLocalPort())) {
      var program = Loopback.accept(server);
      Loopback.send(program, "greeting");

      assertThat(proxy.getInputStream().read()).isEqualTo(TAKEN);
      assertThat(Loopback.read(proxy, 8)).isEqualTo("greeting");

      Loopback.send(proxy, "ask");
      assertThat(Loopback.read(program, 3)).isEqualTo("ask");
      program.close();
      assertThat(proxy.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void helloMayComeByteByByte() throws Exception {
    ada.connect(ConnectionRole.REVERSE);
    try (var server = Loopback.listen(); var proxy = gateway.hello(0, 0, 1, server.getLocalPort() >> 8)) {
      proxy.setSoTimeout(200);
      assertThatThrownBy(() -> proxy.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

      proxy.getOutputStream().write(server.getLocalPort());

      proxy.setSoTimeout(20_000);
      assertThat(proxy.getInputStream().read()).isEqualTo(TAKEN);
    }
  }

  @Test
  void withoutAnAgentTheAnswerIsThatNoMachineIsThere() throws Exception {
    assertRefused(ask(3000), NO_MACHINE);
    assertThat(gateway.metrics()).contains("dial_failures_total{reason=\"no_agent\",to=\"machine\"} 1.0");
  }

  @Test
  void portThatNoProgramListensOnIsToldAsThat() throws Exception {
    ada.connect(ConnectionRole.REVERSE);
    assertRefused(ask(RunningProxy.freePort()), NOT_LISTENING);
    assertThat(gateway.metrics()).contains("dial_failures_total{reason=\"refused\",to=\"machine\"} 1.0");
  }

  @Test
  void portThatTheAgentDoesNotForwardIsToldAsThat() throws Exception {
    AgentConnection.open(ada.carrier(), ConnectionRole.REVERSE, ada.identity,
        (authority, loop) -> loop.newFailedFuture(new ConnectRefusedException(authority))).get(10, TimeUnit.SECONDS);

    assertRefused(ask(3000), NOT_DECLARED);
  }

  @Test
  void agentThatIsLostMeanwhileIsToldAsNoMachine() throws Exception {
    var connection = connectWithoutAnswering();
    try (var proxy = ask(3000)) {
      await().until(() -> ada.callOnLoop(connection::streams) == 1);

      ada.close();

      assertRefused(proxy, NO_MACHINE);
    }
  }

  @Test
  void agentThatFallsSilentMeanwhileIsToldAsNoMachine() throws Exception {
    var connection = ada.connect(ConnectionRole.REVERSE);
    var thaw = new CountDownLatch(1);
    ada.loop.execute(() -> awaitUninterruptibly(thaw));
    try (var proxy = ask(3000)) {
      await().until(() -> gateway.metrics().contains("connections_active{to=\"machine\"} 1.0"));

      gateway.advance(Duration.ofSeconds(3));

      assertRefused(proxy, NO_MACHINE);
    } finally {
      thaw.countDown();
    }
    assertThat(connection.closed().isDone()).isFalse();
  }

  @Test
  void proxyThatGivesUpEndsItsStream() throws Exception {
    var connection = connectWithoutAnswering();
    var proxy = ask(3000);
    await().until(() -> ada.callOnLoop(connection::streams) == 1);

    Loopback.reset(proxy);

    await().until(() -> ada.callOnLoop(connection::streams) == 0);
  }

  @Test
  void proxyThatSendsBeforeTheAnswerIsReset() throws Exception {
    var connection = connectWithoutAnswering();
    try (var proxy = ask(3000)) {
      await().until(() -> ada.callOnLoop(connection::streams) == 1);

      Loopback.send(proxy, "GET");

      assertThatThrownBy(() -> proxy.getInputStream().read()).isInstanceOf(SocketException.class);
      await().until(() -> ada.callOnLoop(connection::streams) == 0);
    }
  }

  @Test
  void helloOfALaterVersionIsReset() throws Exception {
    try (var proxy = gateway.hello(0, 0, 2)) {
      assertThatThrownBy(() -> proxy.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Socket ask(int hostPort) throws Exception {
    return gateway.hello(0, 0, 1, hostPort >> 8, hostPort);
  }

  /** An agent whose connections to local programs never come about. */
  private TunnelConnection connectWithoutAnswering() throws Exception {
    return AgentConnection.open(ada.carrier(), ConnectionRole.REVERSE, ada.identity, (authority, loop) -> {
      Promise<SocketChannel> never = loop.newPromise();
      return never;
    }).get(10, TimeUnit.SECONDS);
  }

  private static void assertRefused(Socket proxy, int answer) throws Exception {
    try (proxy) {
      assertThat(proxy.getInputStream().read()).isEqualTo(answer);
      assertThat(proxy.getInputStream().read()).as("FIN").isEqualTo(-1);
    }
  }
}
