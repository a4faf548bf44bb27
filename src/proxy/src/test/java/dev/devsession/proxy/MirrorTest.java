package dev.devsession.proxy;

import static dev.devsession.proxy.SharedPort.ADA;
import static dev.devsession.proxy.SharedPort.get;
import static dev.devsession.proxy.SharedPort.head;
import static dev.devsession.proxy.SharedPort.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Copies of a client's requests of HTTP/1.1, which a machine gets and the original answers. */
@Timeout(60)
class MirrorTest {

  private static final String FIRST = get("/1", "X-Order:  1\r\n", "x-order: 2\r\n", ADA);
  private static final String SECOND = get("/2", ADA);
  private static final String LARGE = "x".repeat(40_000);

  private SharedPort port;
  private Socket client;

  @BeforeEach
  void start() throws Exception {
    port = SharedPort.with("mirror");
    client = port.client();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    port.close();
  }

  @Test
  void theMachineGetsTheSameBytesAndTheClientTheOriginalsAnswer() throws Exception {
    Loopback.send(client, FIRST);

    try (var machine = Loopback.accept(port.machine); var original = Loopback.accept(port.original)) {
      assertThat(head(machine)).isEqualTo(FIRST);
      Loopback.send(machine, ok("machine"));
      assertThat(head(original)).isEqualTo(FIRST);
      Loopback.send(original, ok("original"));
      assertAnswered(ok("original"));

      Loopback.send(client, SECOND);
      assertThat(head(machine)).isEqualTo(SECOND);
      assertThat(head(original)).isEqualTo(SECOND);
    }
    assertThat(metrics()).contains("requests_mirrored_total{port=\"" + port.proxy.port + "\",session=\"ada\"} 2.0",
        "requests_matched_total{port=\"" + port.proxy.port + "\",session=\"ada\"} 0.0",
        "requests_passed_total{port=\"" + port.proxy.port + "\"} 2.0");
  }

  @Test
  void onlyRequestsThatMatchAndChangeNothingAreCopied() throws Exception {
    var unsafe = "DELETE /1 HTTP/1.1\r\nHost: orders\r\n" + ADA + "\r\n";
    Loopback.send(client, unsafe + get("/2") + SECOND);

    try (var original = Loopback.accept(port.original)) {
      for (var request : new String[]{unsafe, get("/2"), SECOND}) {
        assertThat(head(original)).isEqualTo(request);
        Loopback.send(original, ok(""));
      }
      try (var machine = Loopback.accept(port.machine)) {
        assertThat(head(machine)).isEqualTo(SECOND);
      }
    }
  }

  @Test
  void nextCopyWaitsForTheAnswerToTheOneBeforeAsClientsDo() throws Exception {
    Loopback.send(client, FIRST);
    try (var machine = Loopback.accept(port.machine); var original = Loopback.accept(port.original)) {
      head(machine);
      head(original);
      Loopback.send(original, ok("one"));
      assertAnswered(ok("one"));
      Loopback.send(client, SECOND);
      head(original);
      Loopback.send(original, ok("two"));
      assertAnswered(ok("two"));
      machine.setSoTimeout(300);
      assertThatThrownBy(() -> machine.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

      Loopback.send(machine,
          "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab");
      assertThatThrownBy(() -> machine.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
      Loopback.send(machine, "c\r\n0\r\n\r\n");

      machine.setSoTimeout(20_000);
      assertThat(head(machine)).isEqualTo(SECOND);
    }
  }

  @Test
  void machineThatClosesAfterItsAnswerIsConnectedAgain() throws Exception {
    Loopback.send(client, FIRST);
    try (var original = Loopback.accept(port.original)) {
      head(original);
      Loopback.send(original, ok(""));
      assertAnswered(ok(""));
      Loopback.send(client, SECOND);
      head(original);
      try (var machine = Loopback.accept(port.machine)) {
        head(machine);
        Loopback.send(machine, "HTTP/1.0 200 OK\r\n\r\nuntil the end");
      }

      try (var machine = Loopback.accept(port.machine)) {
        assertThat(head(machine)).isEqualTo(SECOND);
      }
    }
  }

  @Test
  void copyOfALargeBodyIsCutWhileTheMachineDoesNotRead() throws Exception {
    int count = 400;
    var request = "GET /large HTTP/1.1\r\nHost: orders\r\n" + ADA + "Content-Length: " + count * LARGE.length()
        + "\r\n\r\n";
    var sender = Thread.ofVirtual().start(() -> {
      try {
        Loopback.send(client, request);
        for (int i = 0; i < count; i++) {
          Loopback.send(client, LARGE);
        }
      } catch (IOException e) {
        // Seen by what the original gets.
      }
    });

    try (var machine = Loopback.accept(port.machine); var original = Loopback.accept(port.original)) {
      assertThat(head(original)).isEqualTo(request);
      assertThat(Loopback.read(original, count * LARGE.length())).hasSize(count * LARGE.length());
      sender.join();
      Loopback.send(original, ok("all of it"));
      assertAnswered(ok("all of it"));

      assertThatThrownBy(() -> machine.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
      assertThat(metrics()).contains(lost("slow", 1));
    }
  }

  @Test
  void copiesThatWaitBehindAStalledOneAreDroppedBeyondTheBound() throws Exception {
    var large = get("/" + LARGE, ADA);
    Loopback.send(client, large);
    try (var original = Loopback.accept(port.original)) {
      answer(original, large);
      for (int i = 0; i < 2; i++) {
        Loopback.send(client, large);
        answer(original, large);
      }
    }
    assertThat(metrics()).contains(lost("slow", 1));
  }

  private void answer(Socket original, String request) throws Exception {
    assertThat(head(original)).isEqualTo(request);
    Loopback.send(original, ok("original"));
    assertAnswered(ok("original"));
  }

  @Test
  void copiesForAMachineThatIsAwayAreCountedAndTheOriginalAnswers() throws Exception {
    port.machine.close();
    Loopback.send(client, FIRST);
    try (var original = Loopback.accept(port.original)) {
      head(original);
      Loopback.send(original, ok(""));
      assertAnswered(ok(""));
    }
    await().untilAsserted(() -> assertThat(metrics()).contains(lost("not_listening", 1)));
  }

  @Test
  void copyGoesOnAfterTheClientHasGoneAndThenItsConnectionEnds() throws Exception {
    Loopback.send(client, FIRST);
    try (var machine = Loopback.accept(port.machine); var original = Loopback.accept(port.original)) {
      answer(original, FIRST);

      client.close();

      assertThat(original.getInputStream().read()).isEqualTo(-1);
      assertThat(head(machine)).isEqualTo(FIRST);
      Loopback.send(machine, ok("late"));
      assertThat(machine.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(metrics()).doesNotContain("copies_lost_total{");
  }

  @Test
  void requestThatTheClientDoesNotFinishIsNotFinishedAtTheMachine() throws Exception {
    var request = "GET /1 HTTP/1.1\r\nHost: orders\r\n" + ADA + "Content-Length: 10\r\n\r\n";
    Loopback.send(client, request + "half");
    try (var machine = Loopback.accept(port.machine)) {
      assertThat(head(machine)).isEqualTo(request);
      assertThat(Loopback.read(machine, 4)).isEqualTo("half");

      Loopback.reset(client);

      assertThatThrownBy(() -> machine.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void ofAChangeToAnotherProtocolOnlyTheHandshakeIsCopied() throws Exception {
    var handshake = get("/ws", "Connection: Upgrade\r\n", "Upgrade: websocket\r\n", ADA);
    var accepted = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    Loopback.send(client, handshake);
    try (var machine = Loopback.accept(port.machine); var original = Loopback.accept(port.original)) {
      assertThat(head(machine)).isEqualTo(handshake);
      assertThat(head(original)).isEqualTo(handshake);
      Loopback.send(original, accepted);
      assertAnswered(accepted);
      Loopback.send(client, "frame");
      assertThat(Loopback.read(original, 5)).isEqualTo("frame");

      Loopback.send(machine, accepted);
      assertThat(machine.getInputStream().read()).isEqualTo(-1);
    }
  }

  private void assertAnswered(String answer) throws Exception {
    assertThat(Loopback.read(client, answer.length())).isEqualTo(answer);
  }

  private String lost(String reason, int count) {
    return "copies_lost_total{port=\"" + port.proxy.port + "\",reason=\"" + reason + "\",session=\"ada\"} " + count
        + ".0";
  }

  private String metrics() {
    return port.proxy.health("/metrics").body();
  }
}
