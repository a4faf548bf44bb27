package dev.devsession.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Http1ProtocolTrackerTest {

  private static final String LENGTH = "HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 12\r\n\r\nHTTP/1.1 200";
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
      + "9;x=y\r\n\r\n0\r\n\r\nHT\r\nA\r\nTP/1.1 200\r\n0\r\nSum: 1\r\n\r\n";
  private static final String EMPTY = "HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n";
  private static final String INTERIM = "HTTP/1.1 100 Continue\r\n\r\n";

  private final ProtocolTracker tracker = ProtocolTracker.of(Pieces.text("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
      null);

  @Property
  void answersPassUnchangedAndTheirEndsAreFollowed(@ForAll @IntRange(min = 1, max = 200) int piece) {
    for (var answer : new String[]{LENGTH, CHUNKED, EMPTY, INTERIM + LENGTH}) {
      sendRequest("GET / HTTP/1.1\r\n\r\n");
      assertThat(pass(answer.substring(0, answer.length() - 1), piece))
          .isEqualTo(answer.substring(0, answer.length() - 1));
      assertThat(tracker.isBetweenExchanges()).as("before the last byte of %s", answer).isFalse();

      pass(answer.substring(answer.length() - 1), piece);
      assertThat(tracker.isBetweenExchanges()).as("after %s", answer).isTrue();
    }
  }

  @Property
  void connectionCloseIsAddedToTheHeadOfAFinalAnswer(@ForAll @IntRange(min = 1, max = 200) int piece) {
    assertThat(tracker.requestClose()).isNull();
    for (var answer : new String[]{LENGTH, CHUNKED, EMPTY}) {
      sendRequest("GET / HTTP/1.1\r\n\r\n");
      assertThat(pass(INTERIM + answer, piece))
          .isEqualTo(INTERIM + answer.replaceFirst("\r\n", "\r\nConnection: close\r\n"));
    }
  }

  @Test
  void nothingIsAddedToAnAnswerThatHasBegun() {
    sendRequest("GET / HTTP/1.1\r\n\r\n");
    pass(CHUNKED.substring(0, 60), 60);
    tracker.requestClose();

    assertThat(pass(CHUNKED.substring(60), 60)).isEqualTo(CHUNKED.substring(60));
  }

  @Test
  void answerToHeadHasNoBody() {
    sendRequest("HEAD / HTTP/1.1\r\n\r\n");
    pass("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 99);

    assertThat(tracker.isBetweenExchanges()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n",
      "220 mail.example\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n"})
  void unknownMessagesPassUnchanged(String answer) {
    sendRequest("GET / HTTP/1.1\r\n\r\n");
    pass(answer, 99);
    tracker.requestClose();

    assertThat(tracker.isBetweenExchanges()).isFalse();
    assertThat(pass(LENGTH, 99)).isEqualTo(LENGTH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"EHLO me\r\n", "GET / HTTP/1.0\r\n\r\n", "\u0016\u0003\u0001", "get / HTTP/1.1\r\n"})
  void otherProtocolsAreOpaque(String first) {
    assertThat(ProtocolTracker.of(Pieces.text(first), null)).isInstanceOf(OpaqueProtocolTracker.class);
  }

  private void sendRequest(String request) {
    tracker.fromClient(Pieces.text(request));
  }

  private String pass(String answer, int piece) {
    return new String(Pieces.pass(answer.getBytes(StandardCharsets.ISO_8859_1), piece, tracker::fromTarget),
        StandardCharsets.ISO_8859_1);
  }
}
