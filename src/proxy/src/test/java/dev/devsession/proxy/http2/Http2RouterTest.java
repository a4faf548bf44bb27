package dev.devsession.proxy.http2;

import static dev.devsession.proxy.http2.FrameEnd.fields;
import static dev.devsession.proxy.http2.FrameEnd.head;
import static dev.devsession.proxy.http2.FrameEnd.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class Http2RouterTest {

  private FrameServer original;
  private FrameServer machine;
  private RoutedPort port;
  private FrameEnd client;

  @BeforeEach
  void start() throws Exception {
    original = new FrameServer();
    machine = new FrameServer();
    port = RoutedPort.to(original, machine);
    client = port.connect();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    original.close();
    machine.close();
    port.close();
  }

  @Test
  void eachStreamOfOneConnectionGoesWhereItsOwnHeadLeads() throws Exception {
    var mine = client.open(head("GET", "/1", "who", "ada"), true);
    var others = client.open(head("GET", "/2", "who", "ada2"), true);

    var atMachine = machine.accept();
    var atOriginal = original.accept();
    var first = atMachine.accept();
    var second = atOriginal.accept();
    assertThat(atMachine.nextHead(first).get(":path")).isEqualTo("/1");
    assertThat(atOriginal.nextHead(second).get(":path")).isEqualTo("/2");
    atOriginal.headers(second, status(200, "by", "original"), true);
    atMachine.headers(first, status(200, "by", "machine"), true);

    assertThat(client.nextHead(mine).get("by")).isEqualTo("machine");
    assertThat(client.nextHead(others).get("by")).isEqualTo("original");
  }

  @Test
  void oneConnectionToEachServerCarriesAllStreams() throws Exception {
    var first = client.open(head("GET", "/1"), true);
    var atOriginal = original.accept();
    atOriginal.headers(atOriginal.accept(), status(200), true);
    client.nextHead(first);

    client.open(head("GET", "/2"), true);

    atOriginal.accept();
    assertThat(original.hasAccepted()).isFalse();
    assertThat(machine.hasAccepted()).isFalse();
  }

  @Test
  void headsArriveAsTheyWereSent() throws Exception {
    var request = head("POST", "/a?b=c", "te", "trailers", "x-b", "1", "x-a", "2", "x-b", "3", "cookie", "a=1",
        "cookie",
        "b=2");

    client.open(request, true);

    var atOriginal = original.accept();
    assertThat(atOriginal.nextHead(atOriginal.accept()).headers()).hasToString(request.toString());
  }

  @Test
  void aRoutesChangeHoldsFromTheNextStreamOn() throws Exception {
    var open = client.open(head("POST", "/1", "who", "ada"), false);
    var atMachine = machine.accept();
    var there = atMachine.accept();

    port.withoutSession(original.port());
    client.open(head("GET", "/2", "who", "ada"), true);
    client.data(open, "more", true);

    var atOriginal = original.accept();
    assertThat(atOriginal.nextHead(atOriginal.accept()).get(":path")).isEqualTo("/2");
    atMachine.nextHead(there);
    assertThat(atMachine.text(there, 4)).isEqualTo("more");
  }

  @Test
  void bodiesAndTrailersPassBothWays() throws Exception {
    var stream = client.open(head("POST", "/"), false);
    client.data(stream, "ping", false, 17);
    client.headers(stream, fields("x-sum", "4"), true);

    var atOriginal = original.accept();
    var there = atOriginal.accept();
    atOriginal.nextHead(there);
    assertThat(atOriginal.text(there, 4)).isEqualTo("ping");
    assertThat(atOriginal.nextHead(there)).satisfies(trailers -> {
      assertThat(trailers.get("x-sum")).isEqualTo("4");
      assertThat(trailers.last()).isTrue();
    });
    atOriginal.headers(there, status(200), false);
    atOriginal.data(there, "pong", false);
    atOriginal.headers(there, fields("grpc-status", "0"), true);

    assertThat(client.nextHead(stream).get(":status")).isEqualTo("200");
    assertThat(client.text(stream, 4)).isEqualTo("pong");
    assertThat(client.nextHead(stream)).satisfies(trailers -> {
      assertThat(trailers.get("grpc-status")).isEqualTo("0");
      assertThat(trailers.last()).isTrue();
    });
  }

  @Test
  void anAnswerOfTrailersOnlyStaysOneFrame() throws Exception {
    var stream = client.open(head("POST", "/", "content-type", "application/grpc"), true);
    var atOriginal = original.accept();

    atOriginal.headers(atOriginal.accept(), status(200, "grpc-status", "5"), true);

    assertThat(client.nextHead(stream)).satisfies(answer -> {
      assertThat(answer.get("grpc-status")).isEqualTo("5");
      assertThat(answer.last()).isTrue();
    });
  }

  @Test
  void informationalAnswersPassBeforeTheAnswer() throws Exception {
    var stream = client.open(head("POST", "/", "expect", "100-continue"), false);
    var atOriginal = original.accept();
    var there = atOriginal.accept();

    atOriginal.headers(there, status(100), false);
    atOriginal.headers(there, status(103, "link", "</a>"), false);
    atOriginal.headers(there, status(200), true);

    assertThat(client.nextHead(stream).get(":status")).isEqualTo("100");
    assertThat(client.nextHead(stream).get("link")).isEqualTo("</a>");
    assertThat(client.nextHead(stream).get(":status")).isEqualTo("200");
  }

  @Test
  void aClientsResetReachesTheServerWithItsCode() throws Exception {
    var stream = client.open(head("POST", "/"), false);
    var atOriginal = original.accept();
    var there = atOriginal.accept();
    atOriginal.nextHead(there);

    client.reset(stream, Http2Error.CANCEL);

    assertThat(atOriginal.next(there)).isEqualTo(new Seen.Reset(Http2Error.CANCEL.code()));
  }

  @Test
  void aServersResetReachesTheClientWithItsCode() throws Exception {
    var stream = client.open(head("POST", "/"), false);
    var atOriginal = original.accept();

    atOriginal.reset(atOriginal.accept(), Http2Error.ENHANCE_YOUR_CALM);

    assertThat(client.next(stream)).isEqualTo(new Seen.Reset(Http2Error.ENHANCE_YOUR_CALM.code()));
  }

  @Test
  void anEarlyAnswerArrivesWholeBeforeTheResetThatFollowsIt() throws Exception {
    var stream = client.open(head("POST", "/"), false);
    var atOriginal = original.accept();
    var there = atOriginal.accept();
    var answer = "a".repeat(100_000); // more than the client's window takes at once

    atOriginal.headers(there, status(413), false);
    atOriginal.data(there, answer, true);
    client.nextHead(stream);
    var received = client.text(stream, 65_535);
    atOriginal.reset(there, Http2Error.NO_ERROR);
    client.credit(65_535);
    client.credit(stream, 65_535);

    assertThat(received + client.text(stream, answer.length() - received.length())).hasSize(answer.length());
    assertThat(client.next(stream)).isEqualTo(new Seen.Reset(Http2Error.NO_ERROR.code()));
  }

  @Test
  void aLostClientCancelsWhatItAskedFor() throws Exception {
    client.open(head("POST", "/"), false);
    var atOriginal = original.accept();
    var there = atOriginal.accept();
    atOriginal.nextHead(there);

    client.close();

    assertThat(atOriginal.next(there)).isEqualTo(new Seen.Reset(Http2Error.CANCEL.code()));
    assertThat(atOriginal.next(0)).isInstanceOf(Seen.Closed.class);
  }

  @Test
  void connectGoesToTheOriginal() throws Exception {
    var connect = new DefaultHttp2Headers(false).method("CONNECT").authority("db:5432");
    var stream = client.open(connect, false);
    var atOriginal = original.accept();
    var there = atOriginal.accept();
    assertThat(atOriginal.nextHead(there).get(":authority")).isEqualTo("db:5432");

    atOriginal.headers(there, status(200), false);
    client.data(stream, "raw", false);

    assertThat(client.nextHead(stream).last()).isFalse();
    assertThat(atOriginal.text(there, 3)).isEqualTo("raw");
  }
}
