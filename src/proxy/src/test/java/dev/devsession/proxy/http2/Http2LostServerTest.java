package dev.devsession.proxy.http2;

import static dev.devsession.proxy.http2.FrameEnd.head;
import static dev.devsession.proxy.http2.FrameEnd.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers whose connections are lost, or that leave streams out, after they were ready. */
@Timeout(60)
@SuppressWarnings("try") // closed early
class Http2LostServerTest {

  private FrameServer original;

  @BeforeEach
  void start() throws Exception {
    original = new FrameServer();
  }

  @AfterEach
  void stop() throws Exception {
    original.close();
  }

  @Test
  void aLostServerEndsItsStreamsOnly() throws Exception {
    try (var machine = new FrameServer();
        var port = RoutedPort.to(original, machine);
        var client = port.connect()) {
      var call = client.open(head("POST", "/", "who", "ada", "content-type", "application/grpc+proto"), false);
      var page = client.open(head("POST", "/", "who", "ada"), false);
      var others = client.open(head("POST", "/"), false);
      var atMachine = machine.accept();
      atMachine.accept();
      atMachine.accept();
      var atOriginal = original.accept();
      var there = atOriginal.accept();

      atMachine.close();

      assertThat(client.nextHead(call).get("grpc-status")).isEqualTo("14");
      assertThat(client.next(page)).isEqualTo(new Seen.Reset(Http2Error.INTERNAL_ERROR.code()));
      atOriginal.headers(there, status(200), true);
      assertThat(client.nextHead(others).get(":status")).isEqualTo("200");
    }
  }

  @Test
  void aRequestThatComesAsItsConnectionBreaksIsAnsweredElsewhere() throws Exception {
    try (var machine = new FrameServer();
        var port = RoutedPort.to(original, machine);
        var client = port.connect()) {
      var before = client.open(head("GET", "/1", "who", "ada"), true);
      var atMachine = machine.accept();
      atMachine.headers(atMachine.accept(), status(200), true);
      client.nextHead(before);
      machine.close();

      var streams = new ArrayList<Http2FrameStream>();
      port.pausedDuring(() -> {
        atMachine.resetConnection();
        streams.add(client.open(head("POST", "/2", "who", "ada"), true));
        return streams.add(client.open(head("POST", "/3", "who", "ada"), true));
      });

      var atOriginal = original.accept();
      for (var stream : streams) {
        atOriginal.headers(atOriginal.accept(), status(200), true);
        assertThat(client.nextHead(stream).get(":status")).isEqualTo("200");
      }
    }
  }

  @Test
  void theOriginalAnswersWhatIsSafeIfTheMachineIsLostBeforeItAnswers() throws Exception {
    try (var machine = new FrameServer();
        var port = RoutedPort.to(original, machine);
        var client = port.connect()) {
      var safe = client.open(head("GET", "/safe", "who", "ada"), true);
      var order = client.open(head("POST", "/order", "who", "ada"), true);
      var begun = client.open(head("GET", "/begun", "who", "ada"), true);
      var atMachine = machine.accept();
      atMachine.accept();
      atMachine.accept();
      atMachine.headers(atMachine.accept(), status(200), false);
      client.nextHead(begun);
      machine.close();

      atMachine.close();

      var atOriginal = original.accept();
      var there = atOriginal.accept();
      assertThat(atOriginal.nextHead(there).get(":path")).isEqualTo("/safe");
      atOriginal.headers(there, status(203), true);
      assertThat(client.nextHead(safe).get(":status")).isEqualTo("203");
      assertThat(client.next(order)).isEqualTo(new Seen.Reset(Http2Error.INTERNAL_ERROR.code()));
      assertThat(client.next(begun)).isEqualTo(new Seen.Reset(Http2Error.INTERNAL_ERROR.code()));
      assertThat(atOriginal.hasOpened()).isFalse();
    }
  }

  @Test
  void aLostSafeRequestIsRefusedForASessionThatAsksForIt() throws Exception {
    try (var machine = new FrameServer();
        var port = new RoutedPort(original.port(), machine.port(), true);
        var client = port.connect()) {
      var stream = client.open(head("GET", "/", "who", "ada"), true);
      var atMachine = machine.accept();
      atMachine.accept();

      atMachine.close();

      assertThat(client.nextHead(stream).get(":status")).isEqualTo("503");
    }
  }

  @Test
  void aBrokenAnswerIsNotEndedAsIfItWereWhole() throws Exception {
    try (var port = new RoutedPort(original.port(), null, false); var client = port.connect()) {
      var call = client.open(head("POST", "/", "content-type", "application/grpc+proto"), true);
      var atOriginal = original.accept();
      atOriginal.headers(atOriginal.accept(), status(200), false);
      client.nextHead(call);

      atOriginal.close();

      assertThat(client.next(call)).isEqualTo(new Seen.Reset(Http2Error.INTERNAL_ERROR.code()));
    }
  }

  @Test
  void aServersGoAwayEndsNothingThatItHasTakenAndRefusesTheRest() throws Exception {
    try (var port = new RoutedPort(original.port(), null, false); var client = port.connect()) {
      var first = client.open(head("POST", "/1"), false);
      var atOriginal = original.accept();
      var there = atOriginal.accept();
      var second = client.open(head("POST", "/2"), false);
      atOriginal.accept();
      var whole = client.open(head("POST", "/whole"), true);
      atOriginal.accept();

      atOriginal.goAway(there.id());
      var refused = client.next(second);
      var third = client.open(head("GET", "/3"), true);

      assertThat(refused).isEqualTo(new Seen.Reset(Http2Error.REFUSED_STREAM.code()));
      var again = original.accept();
      again.headers(again.accept(), status(202), true);
      assertThat(client.nextHead(whole).get(":status")).isEqualTo("202");
      again.headers(again.accept(), status(203), true);
      assertThat(client.nextHead(third).get(":status")).isEqualTo("203");
      atOriginal.headers(there, status(201), true);
      assertThat(client.nextHead(first).get(":status")).isEqualTo("201");
      client.data(first, "x", true);
      assertThat(atOriginal.next(0)).isInstanceOf(Seen.Closed.class);
    }
  }
}
