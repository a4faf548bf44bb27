package dev.devsession.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsession.proxy.Loopback;
import dev.devsession.proxy.gateway.BothEnds.Way;
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

/** No byte lost or added, and every end told as what it was: an end or a break. */
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

  private void connect(Way way) throws Exception {
    client = ends.connect(way, server);
    target = Loopback.accept(server);
  }

  @ParameterizedTest
  @EnumSource
  void answerMayArriveLongAfterTheEndOfTheQuestion(Way way) throws Exception {
    connect(way);
    answersLate(client, target);
  }

  @ParameterizedTest
  @EnumSource
  void serverMayCloseItsHalfFirst(Way way) throws Exception {
    connect(way);
    answersLate(target, client);
  }

  private void answersLate(Socket asking, Socket answering) throws Exception {
    var asked = later(() -> {
      var hash = Bytes.send(asking.getOutputStream(), 1, 5 * MIB);
      asking.shutdownOutput();
      return hash;
    });
    assertThat(Bytes.receive(answering.getInputStream())).isEqualTo(get(asked));
    ends.gateway.advance(Duration.ofMillis(1500));
    await().during(Duration.ofMillis(200)).until(() -> asking.getInputStream().available() == 0);

    var answered = later(() -> {
      var hash = Bytes.send(answering.getOutputStream(), 2, 24 * MIB);
      answering.shutdownOutput();
      return hash;
    });
    assertThat(Bytes.receive(asking.getInputStream())).isEqualTo(get(answered));
  }

  @ParameterizedTest
  @EnumSource
  void bulkDataPassesBothWaysAtTheSameTime(Way way) throws Exception {
    connect(way);
    var question = sending(client, 3);
    var answer = sending(target, 4);
    var received = later(() -> Bytes.receive(client.getInputStream()));

    assertThat(Bytes.receive(target.getInputStream())).isEqualTo(get(question));
    assertThat(get(received)).isEqualTo(get(answer));
  }

  private Future<String> sending(Socket socket, long seed) {
    return later(() -> {
      var hash = Bytes.send(socket.getOutputStream(), seed, 64 * MIB);
      socket.shutdownOutput();
      return hash;
    });
  }

  @ParameterizedTest
  @EnumSource
  void resetByTheClientReachesTheServer(Way way) throws Exception {
    connect(way);
    breaks(client, target);
  }

  @ParameterizedTest
  @EnumSource
  void resetByTheServerReachesTheClient(Way way) throws Exception {
    connect(way);
    breaks(target, client);
  }

  private static void breaks(Socket breaking, Socket other) throws Exception {
    Loopback.send(breaking, "half a sen");
    assertThat(Loopback.read(other, 10)).isEqualTo("half a sen");
    Loopback.reset(breaking);
    assertThatThrownBy(() -> other.getInputStream().read()).isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  @ParameterizedTest
  @EnumSource
  void resetDuringABulkTransferIsPassedOn(Way way) throws Exception {
    connect(way);
    var sending = later(() -> Bytes.send(client.getOutputStream(), 5, 64 * MIB));
    assertThat(target.getInputStream().readNBytes(MIB)).hasSize(MIB);

    Loopback.reset(target);
    assertThatThrownBy(() -> get(sending)).hasCauseInstanceOf(SocketException.class);
  }

  @ParameterizedTest
  @EnumSource
  void endOfTheTunnelResetsBothSides(Way way) throws Exception {
    connect(way);
    Loopback.send(client, "x");
    assertThat(Loopback.read(target, 1)).isEqualTo("x");

    ends.machine.loop.execute(() -> {
      ends.reverse.close("the test says so");
      ends.forward.close("the test says so");
    });
    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> target.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  private <T> Future<T> later(Callable<T> task) {
    return threads.submit(task);
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }
}
