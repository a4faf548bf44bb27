package dev.devsession.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.devsession.proxy.Loopback;
import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.hello.HelloRefusal.Code;
import dev.devsession.tunnel.hello.HelloRefusedException;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which agent is connected, and what callers get while none is. */
@Timeout(60)
class ConnectedAgentTest {

  private RunningGateway gateway;
  private Machine ada;
  private final CountDownLatch thaw = new CountDownLatch(1);

  @BeforeEach
  void open() {
    gateway = new RunningGateway();
    ada = gateway.machine("ada");
  }

  @AfterEach
  void close() {
    thaw.countDown();
    ada.close();
    gateway.close();
  }

  @Test
  void callersAreResetImmediatelyWhileNoAgentIsConnected() throws Exception {
    assertReset();
    assertThat(gateway.ready().statusCode()).isEqualTo(503);
    assertThat(gateway.ready().body()).isEqualTo("no agent is connected");
  }

  @Test
  void gatewayIsReadyOnlyWhileAnAgentIsConnected() throws Exception {
    ada.connect(ConnectionRole.REVERSE);
    assertThat(gateway.ready().statusCode()).isEqualTo(200);
    assertThat(gateway.ready().body()).startsWith("ada@machine since ");

    ada.close();
    await().untilAsserted(() -> assertThat(gateway.ready().statusCode()).isEqualTo(503));
  }

  @Test
  void probeThatWaitsGetsItsAnswer() throws Exception {
    var probe = gateway.probe();
    ada.connect(ConnectionRole.REVERSE);
    assertThat(probe.get()).isEqualTo(200);
  }

  @Test
  void forwardConnectionAloneDoesNotMakeTheGatewayReady() throws Exception {
    ada.connect(ConnectionRole.FORWARD);
    assertThat(gateway.ready().statusCode()).isEqualTo(503);
  }

  @Test
  void silentAgentGetsNoCallersAndKeepsItsStreams() throws Exception {
    var reverse = ada.connect(ConnectionRole.REVERSE);
    try (var server = Loopback.listen();
        var caller = gateway.call(server.getLocalPort());
        var target = Loopback.accept(server)) {
      Loopback.send(target, "here");
      assertThat(Loopback.read(caller, 4)).isEqualTo("here");
      freeze();
      await().until(() -> {
        gateway.advance(Duration.ofSeconds(1));
        return gateway.ready().statusCode() == 503;
      });
      assertThat(gateway.ready().body()).contains("has been silent for");
      assertReset();

      thaw.countDown();
      await().until(() -> gateway.ready().statusCode() == 200);
      Loopback.send(caller, "still");
      assertThat(Loopback.read(target, 5)).isEqualTo("still");
      assertThat(reverse.closed().isDone()).isFalse();
    }
  }

  /** The silence counts from the last received byte, so it may have begun before the freeze. */
  @Test
  void agentThatStaysSilentIsDisconnected() throws Exception {
    ada.connect(ConnectionRole.REVERSE);
    try (var server = Loopback.listen();
        var caller = gateway.call(server.getLocalPort());
        var target = Loopback.accept(server)) {
      Loopback.send(target, "here");
      assertThat(Loopback.read(caller, 4)).isEqualTo("here");
      freeze();
      gateway.advance(Duration.ofSeconds(8));
      assertThat(gateway.ready().body()).contains("has been silent for");

      gateway.advance(Duration.ofSeconds(3));

      assertThat(gateway.ready().body()).isEqualTo("no agent is connected");
      assertThatThrownBy(() -> caller.getInputStream().read()).isInstanceOf(SocketException.class);
      thaw.countDown();
      assertThatThrownBy(() -> target.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  /** Stops the agent's only thread until the latch opens, as SIGSTOP would. */
  private void freeze() throws InterruptedException {
    var frozen = new CountDownLatch(1);
    ada.loop.execute(() -> {
      frozen.countDown();
      try {
        thaw.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    frozen.await();
  }

  @Test
  void newerConnectionOfAnAgentReplacesTheOlder() throws Exception {
    var older = ada.connect(ConnectionRole.REVERSE);
    var newer = ada.connect(ConnectionRole.REVERSE);

    assertThat(older.closed().get()).isEqualTo("a newer connection has taken its place");
    assertThat(newer.closed().isDone()).isFalse();

    try (var server = Loopback.listen();
        var caller = gateway.call(server.getLocalPort());
        var target = Loopback.accept(server)) {
      Loopback.send(caller, "hello");
      assertThat(Loopback.read(target, 5)).isEqualTo("hello");
    }
  }

  @Test
  void secondAgentIsRefusedWithTheNameOfTheFirst() throws Exception {
    ada.connect(ConnectionRole.REVERSE);
    try (var bob = gateway.machine("bob")) {
      for (var role : ConnectionRole.values()) {
        var refusal = catchThrowableOfType(HelloRefusedException.class, () -> bob.connect(role)).refusal();

        assertThat(refusal.code()).isEqualTo(Code.OCCUPIED);
        assertThat(refusal.who()).isEqualTo("ada@machine");
        assertThat(refusal.since()).isBetween(Instant.now().minusSeconds(30), Instant.now());
      }
    }
  }

  @Test
  void secondAgentTakesOverOnRequest() throws Exception {
    var reverse = ada.connect(ConnectionRole.REVERSE);
    var forward = ada.connect(ConnectionRole.FORWARD);
    try (var bob = new Machine(gateway.tunnelPort, Machine.takingOver(RunningGateway.SESSION, "bob"))) {
      bob.connect(ConnectionRole.REVERSE);

      assertThat(reverse.closed().get()).isEqualTo("bob@machine has taken over the session");
      assertThat(forward.closed().get()).isEqualTo("bob@machine has taken over the session");
      assertThat(gateway.ready().body()).startsWith("bob@machine since ");
      assertThatThrownBy(() -> ada.connect(ConnectionRole.REVERSE)).isInstanceOf(HelloRefusedException.class)
          .hasMessageContaining("bob@machine has been connected");
    }
  }

  @Test
  void firstAgentAnswersUntilTheOneThatTakesOverCan() throws Exception {
    ada.connect(ConnectionRole.REVERSE);
    var forward = ada.connect(ConnectionRole.FORWARD);
    try (var bob = new Machine(gateway.tunnelPort, Machine.takingOver(RunningGateway.SESSION, "bob"));
        var server = Loopback.listen()) {
      bob.connect(ConnectionRole.FORWARD);
      assertThat(forward.closed().get()).isEqualTo("bob@machine has taken over the session");

      try (var caller = gateway.call(server.getLocalPort()); var target = Loopback.accept(server)) {
        Loopback.send(caller, "hello");
        assertThat(Loopback.read(target, 5)).isEqualTo("hello");
      }
    }
  }

  @Test
  void connectionsOfAReplacedAgentLastUntilTheirEnd() throws Exception {
    var reverse = ada.connect(ConnectionRole.REVERSE);
    try (var bob = new Machine(gateway.tunnelPort, Machine.takingOver(RunningGateway.SESSION, "bob"));
        var server = Loopback.listen()) {
      var caller = gateway.call(server.getLocalPort());
      var target = Loopback.accept(server);

      bob.connect(ConnectionRole.REVERSE);

      assertThat(gateway.ready().body()).startsWith("bob@machine since ");
      Loopback.send(caller, "hello");
      assertThat(Loopback.read(target, 5)).isEqualTo("hello");
      assertThat(reverse.closed().isDone()).isFalse();

      caller.close();
      target.close();
      await().untilAsserted(() -> {
        gateway.advance(Duration.ofMillis(50));
        assertThat(reverse.closed().isDone()).isTrue();
      });
    }
  }

  @Test
  void connectionsOfAReplacedAgentThatDoNotEndAreResetAfterTwentySeconds() throws Exception {
    var reverse = ada.connect(ConnectionRole.REVERSE);
    try (var bob = new Machine(gateway.tunnelPort, Machine.takingOver(RunningGateway.SESSION, "bob"));
        var server = Loopback.listen();
        var caller = gateway.call(server.getLocalPort());
        var target = Loopback.accept(server)) {
      bob.connect(ConnectionRole.REVERSE);

      gateway.advance(Duration.ofSeconds(21));

      assertThat(reverse.closed().get()).isEqualTo("bob@machine has taken over the session");
      assertThatThrownBy(() -> caller.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> target.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void gatewayThatStopsServesUntilItsAgentHasLeft() throws Exception {
    ada.connect(ConnectionRole.REVERSE);
    var drained = gateway.drain();
    try (var server = Loopback.listen();
        var caller = gateway.call(server.getLocalPort());
        var target = Loopback.accept(server)) {
      Loopback.send(caller, "hello");
      assertThat(Loopback.read(target, 5)).isEqualTo("hello");
      assertThat(drained).isNotDone();
    }

    ada.close();

    await().untilAsserted(() -> {
      gateway.advance(Duration.ofMillis(50));
      assertThat(drained).isDone();
    });
  }

  @Test
  void gatewayThatStopsDoesNotWaitWithoutAnAgent() {
    assertThat(gateway.drain()).succeedsWithin(Duration.ofSeconds(5));
  }

  @Test
  void secondAgentConnectsAfterTheFirstHasLeft() throws Exception {
    ada.connect(ConnectionRole.REVERSE);
    ada.close();
    await().until(() -> gateway.ready().statusCode() == 503);

    try (var bob = gateway.machine("bob")) {
      bob.connect(ConnectionRole.REVERSE);
      assertThat(gateway.ready().body()).startsWith("bob@machine");
    }
  }

  @Test
  void agentOfAnotherSessionIsRefused() {
    try (var other = new Machine(gateway.tunnelPort, Machine.takingOver("another", "ada"))) {
      var refusal = catchThrowableOfType(HelloRefusedException.class, () -> other.connect(ConnectionRole.REVERSE))
          .refusal();
      assertThat(refusal.code()).isEqualTo(Code.SESSION);
    }
  }

  /** The reset must come before the timeout of 5 s for a silent caller. */
  private void assertReset() throws Exception {
    long start = System.nanoTime();
    assertThatThrownBy(() -> {
      try (var caller = gateway.call(3000)) {
        caller.getInputStream().read();
      }
    }).isInstanceOf(SocketException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
  }
}
