package dev.devsession.proxy;

import static dev.devsession.proxy.SharedPort.ADA;
import static dev.devsession.proxy.SharedPort.get;
import static dev.devsession.proxy.SharedPort.head;
import static dev.devsession.proxy.SharedPort.ok;
import static dev.devsession.proxy.SharedPort.rest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who answers the requests of HTTP/1.1, and what passes between. */
@Timeout(60)
class InterceptTest {

  private SharedPort port;
  private Socket client;

  @BeforeEach
  void start() throws Exception {
    port = SharedPort.matching();
    client = port.client();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    port.close();
  }

  /** Answers one request on a new connection. */
  private static Socket answer(ServerSocket server, String request, String answer) throws IOException {
    var socket = Loopback.accept(server);
    answer(socket, request, answer);
    return socket;
  }

  private static void answer(Socket server, String request, String answer) throws IOException {
    assertThat(Loopback.read(server, request.length())).isEqualTo(request);
    Loopback.send(server, answer);
  }

  private void assertAnswered(String answer) throws IOException {
    assertThat(Loopback.read(client, answer.length())).isEqualTo(answer);
  }

  @Test
  void eachRequestOfAConnectionGoesToWhoAnswersIt() throws Exception {
    var mine = get("/a", "X-Order:  1\r\n", "x-order: 2\r\n", ADA);
    var others = get("/b", "BAGGAGE: devsession=ada2\r\n");

    Loopback.send(client, mine);
    try (var machine = answer(port.machine, mine, ok("machine"))) {
      assertAnswered(ok("machine"));
      Loopback.send(client, others);
      try (var original = answer(port.original, others, ok("original"))) {
        assertAnswered(ok("original"));

        // Both connections are kept.
        Loopback.send(client, mine);
        answer(machine, mine, ok("again"));
        assertAnswered(ok("again"));
        Loopback.send(client, others);
        answer(original, others, ok("still"));
        assertAnswered(ok("still"));
      }
    }
  }

  @Test
  void fieldThatConnectionNamesMatchesNothing() throws Exception {
    var hidden = get("/", "Connection: keep-alive, Baggage\r\n", ADA);

    Loopback.send(client, hidden);
    try (var _ = answer(port.original, hidden, ok("original"))) {
      assertAnswered(ok("original"));
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    Loopback.send(client, get("/1") + get("/2", ADA) + get("/3"));

    try (var original = Loopback.accept(port.original)) {
      assertThat(head(original)).isEqualTo(get("/1"));
      Loopback.send(original, ok("one"));
      try (var _ = answer(port.machine, get("/2", ADA), ok("two"))) {
        answer(original, get("/3"), ok("three"));
        assertAnswered(ok("one") + ok("two") + ok("three"));
      }
    }
  }

  @Test
  void bodyIsSentAfterTheServersContinue() throws Exception {
    var head = "POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n" + ADA + "\r\n";
    var interim = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n";

    Loopback.send(client, head);
    try (var machine = Loopback.accept(port.machine)) {
      answer(machine, head, interim);
      assertAnswered(interim);
      Loopback.send(client, "body");
      answer(machine, "body", ok("done"));
      assertAnswered(ok("done"));
    }
  }

  @Test
  void chunksAndTrailersPassUnchangedBothWays() throws Exception {
    var head = "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: CHUNKED\r\nTE: trailers\r\n\r\n";
    var body = "3;a=\"b c\"\r\nabc\r\n00000\r\nSum: 1\r\n\r\n";
    var answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1 \r\nx\r\n0\r\nSum: 2\r\n\r\n";

    Loopback.send(client, head + body + get("/next"));
    try (var original = answer(port.original, head + body, answer)) {
      assertAnswered(answer);
      answer(original, get("/next"), ok(""));
      assertAnswered(ok(""));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\n",
      "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n"})
  void answerThatHasNoBodyWhateverItsFieldsSay(String answer) throws Exception {
    Loopback.send(client, get("/1") + get("/2"));

    try (var original = answer(port.original, get("/1"), answer)) {
      answer(original, get("/2"), ok("two"));
      assertAnswered(answer + ok("two"));
    }
  }

  @Test
  void answerToHeadHasNoBody() throws Exception {
    var head = get("/1").replace("GET", "HEAD");
    var answer = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";

    Loopback.send(client, head + get("/2", ADA));
    try (var _ = answer(port.original, head, answer);
        var _ = answer(port.machine, get("/2", ADA), ok("two"))) {
      assertAnswered(answer + ok("two"));
    }
  }

  @Test
  void answerUntilTheEndOfItsConnectionEndsTheClients() throws Exception {
    Loopback.send(client, get("/1") + get("/2"));

    try (var original = answer(port.original, get("/1"), "HTTP/1.1 200 OK\r\n\r\nall ")) {
      Loopback.send(original, "of it");
    }

    assertThat(rest(client)).isEqualTo("HTTP/1.1 200 OK\r\n\r\nall of it");
  }

  @Test
  void answerThatIsCutOffIsCutOffForTheClient() throws Exception {
    Loopback.send(client, get("/1", ADA));

    try (var machine = answer(port.machine, get("/1", ADA), "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nall")) {
      assertAnswered("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nall");
      Loopback.reset(machine);
    }

    assertThatThrownBy(() -> rest(client)).isInstanceOf(SocketException.class);
  }

  @Test
  void webSocketIsOneDecisionAndThenOpaqueWithHalfClose() throws Exception {
    var upgrade = get("/ws", "Connection: keep-alive, Upgrade\r\n", "Upgrade: websocket\r\n", ADA);
    var switched = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";

    Loopback.send(client, upgrade + "early");
    try (var machine = Loopback.accept(port.machine)) {
      assertThat(head(machine)).isEqualTo(upgrade);
      Loopback.send(machine, switched + "first");
      assertAnswered(switched + "first");
      assertThat(Loopback.read(machine, 5)).isEqualTo("early");

      Loopback.send(client, get("/looks-like-a-request"));
      client.shutdownOutput();
      assertThat(rest(machine)).isEqualTo(get("/looks-like-a-request"));
      Loopback.send(machine, "bye");
      machine.shutdownOutput();
      assertThat(rest(client)).isEqualTo("bye");
    }
  }

  @Test
  void refusedUpgradeStaysInHttp() throws Exception {
    var upgrade = get("/ws", "Connection: Upgrade\r\n", "Upgrade: websocket\r\n");

    Loopback.send(client, upgrade);
    try (var _ = answer(port.original, upgrade, ok("no"))) {
      assertAnswered(ok("no"));
      Loopback.send(client, get("/mine", ADA));
      try (var _ = answer(port.machine, get("/mine", ADA), ok("yes"))) {
        assertAnswered(ok("yes"));
      }
    }
  }

  @Test
  void wishForHttp2NeverReachesAServer() throws Exception {
    Loopback.send(client, get("/", "Connection: Upgrade, HTTP2-Settings\r\n", "Upgrade: h2c\r\n", "X: 1\r\n",
        "HTTP2-Settings: AAMAAABkAAQAAP__\r\n"));

    try (var _ = answer(port.original, get("/", "X: 1\r\n"), ok("1.1"))) {
      assertAnswered(ok("1.1"));
    }
  }

  @Test
  void connectGoesToTheOriginalAndIsOpaqueAfterSuccess() throws Exception {
    var connect = "CONNECT db:5432 HTTP/1.1\r\nHost: db:5432\r\n" + ADA + "\r\n";

    Loopback.send(client, connect);
    try (var original = answer(port.original, connect, "HTTP/1.1 200 OK\r\n\r\n")) {
      assertAnswered("HTTP/1.1 200 OK\r\n\r\n");
      Loopback.send(client, "\0\0\0\1");
      assertThat(Loopback.read(original, 4)).isEqualTo("\0\0\0\1");
    }
  }

  @Test
  void connectionThatHasProvedWhoTheClientIsAnswersAllFurtherRequests() throws Exception {
    var challenge = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n";

    Loopback.send(client, get("/"));
    try (var original = answer(port.original, get("/"), challenge)) {
      assertAnswered(challenge);
      Loopback.send(client, get("/", ADA));
      answer(original, get("/", ADA), ok("you"));
      assertAnswered(ok("you"));
    }
  }

  @Test
  void earlyAnswerArrivesWhileTheBodyIsStillSent() throws Exception {
    var head = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n";

    Loopback.send(client, head + "12345");
    try (var original = answer(port.original, head + "12345", ok("early"))) {
      assertAnswered(ok("early"));
      Loopback.send(client, "67890" + get("/2"));
      answer(original, "67890" + get("/2"), ok("two"));
      assertAnswered(ok("two"));
    }
  }

  @Test
  void earlyAnswerWithCloseIsReadByAClientThatStillSends() throws Exception {
    var refusal = "HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

    Loopback.send(client, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
    try (var original = Loopback.accept(port.original)) {
      head(original);
      Loopback.send(original, refusal);
      original.shutdownOutput();
    }

    assertThat(rest(client)).isEqualTo(refusal);
  }

  @Test
  void abortedUploadEndsTheServersConnection() throws Exception {
    Loopback.send(client, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345");
    try (var original = Loopback.accept(port.original)) {
      head(original);
      assertThat(Loopback.read(original, 5)).isEqualTo("12345");

      Loopback.reset(client);

      assertThatThrownBy(() -> rest(original)).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void clientThatHasClosedItsHalfIsAnswered() throws Exception {
    Loopback.send(client, get("/1") + get("/2"));
    client.shutdownOutput();

    try (var original = answer(port.original, get("/1"), ok("one"))) {
      answer(original, get("/2"), ok("two"));
      assertThat(rest(original)).isEmpty();
    }
    assertThat(rest(client)).isEqualTo(ok("one") + ok("two"));
  }

  @Test
  void requestWhoseMachineIsAwayIsAnsweredByTheOriginal() throws Exception {
    var post = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n" + ADA + "\r\nbody";
    port.machine.close();

    Loopback.send(client, post);
    try (var _ = answer(port.original, post, ok("original"))) {
      assertAnswered(ok("original"));
    }
  }

  @Test
  void keptConnectionThatTheServerHasClosedIsOpenedAgain() throws Exception {
    Loopback.send(client, get("/1"));
    answer(port.original, get("/1"), ok("one")).close();
    assertAnswered(ok("one"));

    Loopback.send(client, get("/2"));
    try (var _ = answer(port.original, get("/2"), ok("two"))) {
      assertAnswered(ok("two"));
    }
  }

  @Test
  void harmlessRequestOnAKeptConnectionThatJustClosesIsSentOnceMore() throws Exception {
    Loopback.send(client, get("/1"));
    try (var original = answer(port.original, get("/1"), ok("one"))) {
      assertAnswered(ok("one"));
      Loopback.send(client, get("/2"));
      assertThat(head(original)).isEqualTo(get("/2"));
    }

    try (var _ = answer(port.original, get("/2"), ok("two"))) {
      assertAnswered(ok("two"));
    }
  }

  @Test
  void requestOnANewConnectionThatTheOriginalClosesEndsTheClients() throws Exception {
    Loopback.send(client, get("/1"));
    try (var original = Loopback.accept(port.original)) {
      head(original);
    }

    assertThat(rest(client)).isEmpty();
  }

  @Test
  void connectionEndsWithTheAnswerToARequestThatSaysSo() throws Exception {
    Loopback.send(client, "GET /1 HTTP/1.0\r\n\r\n");
    try (var _ = answer(port.original, "GET /1 HTTP/1.0\r\n\r\n", ok("one"))) {
      assertThat(rest(client)).isEqualTo(ok("one"));
    }
  }

  @Test
  void harmlessRequestThatTheMachineDropsIsAnsweredByTheOriginal() throws Exception {
    Loopback.send(client, get("/1", ADA));
    try (var machine = Loopback.accept(port.machine)) {
      head(machine);
      Loopback.reset(machine);
    }

    try (var _ = answer(port.original, get("/1", ADA), ok("original"))) {
      assertAnswered(ok("original"));
    }
  }

  @Test
  void otherRequestThatTheMachineDropsFailsAndIsNotSentAgain() throws Exception {
    Loopback.send(client, "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n" + ADA + "\r\nbody");
    try (var machine = Loopback.accept(port.machine)) {
      head(machine);
      Loopback.read(machine, 4);
      Loopback.reset(machine);
    }

    assertThatThrownBy(() -> rest(client)).isInstanceOf(SocketException.class);
    port.original.setSoTimeout(300);
    assertThatThrownBy(port.original::accept).isInstanceOf(java.net.SocketTimeoutException.class);
  }

  @Test
  void nextRequestOfAnOpenConnectionFollowsNewRoutes() throws Exception {
    Loopback.send(client, get("/1", ADA));
    try (var _ = answer(port.machine, get("/1", ADA), ok("machine"))) {
      assertAnswered(ok("machine"));
      ReloadTest.swap(port.proxy, port.alone(port.proxy.port));

      Loopback.send(client, get("/2", ADA));
      try (var _ = answer(port.original, get("/2", ADA), ok("original"))) {
        assertAnswered(ok("original"));
        ReloadTest.swap(port.proxy, port.routes(port.proxy.port, "matching"));

        Loopback.send(client, get("/3", ADA));
        try (var _ = answer(port.machine, get("/3", ADA), ok("back"))) {
          assertAnswered(ok("back"));
        }
      }
    }
  }

  @Test
  void drainAsksForCloseInTheNextAnswerAndEndsIdleConnections() throws Exception {
    Loopback.send(client, get("/1"));
    try (var original = Loopback.accept(port.original)) {
      assertThat(head(original)).isEqualTo(get("/1"));
      var drained = port.proxy.drain();
      Loopback.send(original, "HTTP/1.1 200 OK\r\n");
      port.proxy.health("/livez"); // the drain has begun
      Loopback.send(original, "Content-Length: 3\r\n\r\none");

      assertAnswered("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\none");
      assertThat(rest(client)).isEmpty();
      client.close();
      drained.join();
    }
  }

  @Test
  void bytesThatNobodyHasAskedForNeverReachTheClient() throws Exception {
    Loopback.send(client, get("/1"));
    try (var original = answer(port.original, get("/1"), ok("one"))) {
      assertAnswered(ok("one"));
      Loopback.send(original, "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");

      Loopback.send(client, get("/2", ADA));
      try (var _ = answer(port.machine, get("/2", ADA), ok("two"))) {
        assertAnswered(ok("two"));
      }
    }
  }
}
