package dev.devsession.proxy.http2;

import static dev.devsession.proxy.http2.FrameEnd.fields;
import static dev.devsession.proxy.http2.FrameEnd.head;
import static dev.devsession.proxy.http2.FrameEnd.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers in HTTP/2 say who gave them, where a session asks for it, and only those to its own requests. */
class Http2AnswerHeaderTest {
  private static final String NAME = "devsession-answered-by";
  private FrameServer original;
  private FrameServer machine;

  @BeforeEach
  void start() throws Exception {
    original = new FrameServer();
    machine = new FrameServer();
  }

  @AfterEach
  void stop() throws Exception {
    original.close();
    machine.close();
  }

  @Test
  void onlyTheHeadOfTheMachinesAnswerSaysSo() throws Exception {
    try (var port = RoutedPort.to(original, machine); var client = port.connect()) {
      port.sayWhoAnswers();
      var stream = client.open(head("GET", "/1", "who", "ada"), true);

      var atMachine = machine.accept();
      var there = atMachine.accept();
      atMachine.headers(there, new DefaultHttp2Headers().status("103").add("link", "x"), false);
      atMachine.headers(there, status(200), false);
      atMachine.headers(there, fields("grpc-status", "0"), true);

      assertThat(client.nextHead(stream).get(NAME)).as("interim").isNull();
      assertThat(client.nextHead(stream).get(NAME)).isEqualTo("session ada");
      assertThat(client.nextHead(stream)).satisfies(trailers -> {
        assertThat(trailers.get(NAME)).isNull();
        assertThat(trailers.last()).isTrue();
      });
    }
  }

  @Test
  void answerInOneFrameStaysOne() throws Exception {
    try (var port = RoutedPort.to(original, machine); var client = port.connect()) {
      port.sayWhoAnswers();
      var stream = client.open(head("GET", "/1", "who", "ada"), true);

      var atMachine = machine.accept();
      atMachine.headers(atMachine.accept(), status(200), true);

      assertThat(client.nextHead(stream)).satisfies(answer -> {
        assertThat(answer.get(NAME)).isEqualTo("session ada");
        assertThat(answer.last()).isTrue();
      });
    }
  }

  @Test
  void answersToOtherRequestsAndOfOtherSessionsAreUntouched() throws Exception {
    try (var port = RoutedPort.to(original, machine); var client = port.connect()) {
      var mine = client.open(head("GET", "/1", "who", "ada"), true);
      var atMachine = machine.accept();
      atMachine.headers(atMachine.accept(), status(200), true);
      assertThat(client.nextHead(mine).get(NAME)).isNull();

      port.sayWhoAnswers();
      var theirs = client.open(head("GET", "/2"), true);
      var atOriginal = original.accept();
      atOriginal.headers(atOriginal.accept(), status(200), true);
      assertThat(client.nextHead(theirs).get(NAME)).isNull();
    }
  }

  @Test
  void answerOfTheOriginalSaysThatTheMachineIsAway() throws Exception {
    try (var port = new RoutedPort(original.port(), null, false); var client = port.connect()) {
      port.sayWhoAnswers();
      var stream = client.open(head("GET", "/1", "who", "ada"), true);

      var atOriginal = original.accept();
      atOriginal.headers(atOriginal.accept(), status(200), true);

      assertThat(client.nextHead(stream).get(NAME)).isEqualTo("original (session ada is away)");
    }
  }
}
