package dev.devsession.proxy;

import static dev.devsession.proxy.SharedPort.ADA;
import static dev.devsession.proxy.SharedPort.get;
import static dev.devsession.proxy.SharedPort.head;
import static dev.devsession.proxy.SharedPort.ok;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Answers in HTTP/1.1 say who gave them, where a session asks for it, and only those to its own requests. */
class AnswerHeaderTest {
  private static final String ROLE = "matching answer-header";
  private static final String BY_ADA = "devsession-answered-by: session ada\r\n";
  private static final String INTERIM = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";

  /** What the client gets for a request, byte for byte, when a server answers this. */
  private static String exchange(Socket client, ServerSocket server, String request, String answer, int bytes)
      throws IOException {
    Loopback.send(client, request);
    try (var accepted = Loopback.accept(server)) {
      assertThat(head(accepted)).isEqualTo(request);
      Loopback.send(accepted, answer);
      return new String(client.getInputStream().readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }
  }

  private static String said(String answer, String field) {
    return answer.replace("200 OK\r\n", "200 OK\r\n" + field);
  }

  @Test
  void answerOfTheMachineSaysSoAndIsElseWhatItSent() throws Exception {
    try (var port = SharedPort.with(ROLE); var client = port.client()) {
      var expected = INTERIM + said(ok("mine"), BY_ADA);

      assertThat(exchange(client, port.machine, get("/", ADA), INTERIM + ok("mine"), expected.length()))
          .isEqualTo(expected);
    }
  }

  @Test
  void answerToOtherRequestsIsUntouched() throws Exception {
    try (var port = SharedPort.with(ROLE); var client = port.client()) {
      assertThat(exchange(client, port.original, get("/"), ok("theirs"), ok("theirs").length()))
          .isEqualTo(ok("theirs"));
    }
  }

  @Test
  void answerIsUntouchedForASessionThatDoesNotAsk() throws Exception {
    try (var port = SharedPort.matching(); var client = port.client()) {
      assertThat(exchange(client, port.machine, get("/", ADA), ok("mine"), ok("mine").length())).isEqualTo(ok("mine"));
    }
  }

  @Test
  void answerOfTheOriginalSaysThatTheMachineIsAway() throws Exception {
    try (var port = SharedPort.with(ROLE); var client = port.client()) {
      port.machine.close();
      var expected = said(ok("theirs"), "devsession-answered-by: original (session ada is away)\r\n");

      assertThat(exchange(client, port.original, get("/", ADA), ok("theirs"), expected.length())).isEqualTo(expected);
    }
  }

  @Test
  void changeOfTheProtocolSaysItToo() throws Exception {
    try (var port = SharedPort.with(ROLE); var client = port.client()) {
      var upgrade = get("/", ADA, "Connection: Upgrade\r\n", "Upgrade: echo\r\n");
      var answer = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";
      var expected = answer.replace("Protocols\r\n", "Protocols\r\n" + BY_ADA) + "first words";

      assertThat(exchange(client, port.machine, upgrade, answer + "first words", expected.length()))
          .isEqualTo(expected);
    }
  }
}
