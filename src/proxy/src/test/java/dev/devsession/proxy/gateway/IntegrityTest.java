package dev.devsession.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsession.proxy.Loopback;
import dev.devsession.proxy.gateway.BothEnds.Direction;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No byte is lost or added, and each end is passed on as it was: orderly or by a reset. */
@Timeout(120)
class IntegrityTest {

  private static final int MIB = 1 << 20;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private BothEnds ends;
  private ServerSocket server;
  private Socket client;
  private Socket target;

  @BeforeEach
  void open() throws Exception {
    ends = new BothEnds();
    server = Loopback.listen();
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    target.close();
    server.close();
    await().untilAsserted(() -> assertThat(ends.streams()).isZero());
    ends.close();
    threads.close();
  }

  private void connect(Direction direction) throws Exception {
    client = ends.connect(direction, server);
    target = Loopback.accept(server);
  }

  @ParameterizedTest
  @EnumSource
  void answerMayArriveLongAfterTheEndOfTheQuestion(Direction direction) throws Exception {
    connect(direction);
    assertLateAnswerArrives(client, target);
  }

  @ParameterizedTest
  @EnumSource
  void serverMayCloseItsHalfFirst(Direction direction) throws Exception {
    connect(direction);
    assertLateAnswerArrives(target, client);
  }

  private void assertLateAnswerArrives(Socket questioner, Socket answerer) throws Exception {
    var question = async(() -> {
      var hash = Bytes.send(questioner.getOutputStream(), 1, 5 * MIB);
      questioner.shutdownOutput();
      return hash;
    });
    assertThat(Bytes.receive(answerer.getInputStream())).isEqualTo(get(question));
    ends.gateway.advance(Duration.ofMillis(1500));
    await().during(Duration.ofMillis(200)).until(() -> questioner.getInputStream().available() == 0);

    var answer = async(() -> {
      var hash = Bytes.send(answerer.getOutputStream(), 2, 24 * MIB);
      answerer.shutdownOutput();
      return hash;
    });
    assertThat(Bytes.receive(questioner.getInputStream())).isEqualTo(get(answer));
  }

  @ParameterizedTest
  @EnumSource
  void bulkDataPassesBothWaysAtTheSameTime(Direction direction) throws Exception {
    connect(direction);
    var question = sending(client, 3);
    var answer = sending(target, 4);
    var received = async(() -> Bytes.receive(client.getInputStream()));

    assertThat(Bytes.receive(target.getInputStream())).isEqualTo(get(question));
    assertThat(get(received)).isEqualTo(get(answer));
  }

  private Future<String> sending(Socket socket, long seed) {
    return async(() -> {
      var hash = Bytes.send(socket.getOutputStream(), seed, 64 * MIB);
      socket.shutdownOutput();
      return hash;
    });
  }

  @ParameterizedTest
  @EnumSource
  void resetByTheClientReachesTheServer(Direction direction) throws Exception {
    connect(direction);
    assertResetIsPassedOn(client, target);
  }

  @ParameterizedTest
  @EnumSource
  void resetByTheServerReachesTheClient(Direction direction) throws Exception {
    connect(direction);
    assertResetIsPassedOn(target, client);
  }

  private static void assertResetIsPassedOn(Socket resetting, Socket other) throws Exception {
    Loopback.send(resetting, "half a sen");
    assertThat(Loopback.read(other, 10)).isEqualTo("half a sen");
    Loopback.reset(resetting);
    assertThatThrownBy(() -> other.getInputStream().read()).isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  @ParameterizedTest
  @EnumSource
  void resetDuringABulkTransferIsPassedOn(Direction direction) throws Exception {
    connect(direction);
    var sending = async(() -> Bytes.send(client.getOutputStream(), 5, 64 * MIB));
    assertThat(target.getInputStream().readNBytes(MIB)).hasSize(MIB);

    Loopback.reset(target);
    assertThatThrownBy(() -> get(sending)).hasCauseInstanceOf(SocketException.class);
  }

  @ParameterizedTest
  @EnumSource
  void endOfTheTunnelResetsBothSides(Direction direction) throws Exception {
    connect(direction);
    Loopback.send(client, "x");
    assertThat(Loopback.read(target, 1)).isEqualTo("x");

    ends.machine.loop.execute(() -> {
      ends.reverse.close("the test says so");
      ends.forward.close("the test says so");
    });
    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> target.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  private <T> Future<T> async(Callable<T> task) {
    return threads.submit(task);
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }
}
