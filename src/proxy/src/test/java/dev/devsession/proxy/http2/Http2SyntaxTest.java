package dev.devsession.proxy.http2;

import static dev.devsession.proxy.http2.FrameEnd.fields;
import static dev.devsession.proxy.http2.FrameEnd.head;
import static dev.devsession.proxy.http2.FrameEnd.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What may not be passed, because two servers could read it in two ways (RFC 9113, 8). */
@Timeout(60)
class Http2SyntaxTest {

  private static final Seen MALFORMED = new Seen.Reset(Http2Error.PROTOCOL_ERROR.code());

  private FrameServer original;
  private RoutedPort port;
  private FrameEnd client;

  @BeforeEach
  void start() throws Exception {
    original = new FrameServer();
    port = new RoutedPort(original.port(), null, false);
    client = port.connect();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    original.close();
    port.close();
  }

  static Stream<Http2Headers> malformed() {
    return Stream.of(
        head("GET", "/", "Who", "ada"),
        head("GET", "/", "connection", "who"),
        head("GET", "/", "transfer-encoding", "chunked"),
        head("GET", "/", "keep-alive", "1"),
        head("GET", "/", "proxy-connection", "close"),
        head("GET", "/", "upgrade", "h2c"),
        head("GET", "/", "te", "gzip"),
        head("GET", "/", "x", "a\r\nb"),
        head("GET", "/", "x", "a\0b"),
        head("GET", "/", "host", "elsewhere"),
        head("GET", "/", ":path", "/other"),
        head("GET", "/", ":status", "200"),
        head("GET", "/", ":unknown", "1"),
        head("GET", "/", "content-length", "1", "content-length", "2"),
        head("GET", "/", "content-length", "-1"),
        head("GET", ""),
        head("GET", "relative"),
        head("GET", "*"),
        head("CONNECT", "/", ":protocol", "websocket"),
        head("CONNECT", "/"),
        new DefaultHttp2Headers(false).method("GET").scheme("http").authority("shop"),
        new DefaultHttp2Headers(false).method("GET").path("/").authority("shop"),
        new DefaultHttp2Headers(false).scheme("http").path("/").authority("shop"),
        new DefaultHttp2Headers(false).method("CONNECT"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void aMalformedRequestReachesNobody(Http2Headers request) throws Exception {
    var stream = client.open(request, false);

    assertThat(client.next(stream)).isEqualTo(MALFORMED);
    assertThat(original.hasAccepted()).isFalse();
  }

  @Test
  void theConnectionGoesOnAfterAMalformedRequest() throws Exception {
    client.next(client.open(head("GET", "relative"), true));
    var stream = client.open(head("OPTIONS", "*", "host", "SHOP"), true);

    var atOriginal = original.accept();
    atOriginal.headers(atOriginal.accept(), status(200), true);
    assertThat(client.nextHead(stream).get(":status")).isEqualTo("200");
  }

  @Test
  void aBodyMustBeAsLongAsItsContentLengthSays() throws Exception {
    var longer = client.open(head("POST", "/", "content-length", "3"), false);
    var shorter = client.open(head("POST", "/", "content-length", "3"), false);
    var atOriginal = original.accept();
    for (var there : List.of(atOriginal.accept(), atOriginal.accept())) {
      atOriginal.nextHead(there);
      client.data(there.id() == 3 ? longer : shorter, there.id() == 3 ? "four" : "12", there.id() != 3);
      assertThat(atOriginal.next(there)).isEqualTo(new Seen.Reset(Http2Error.CANCEL.code()));
    }
    var none = client.open(head("POST", "/", "content-length", "3"), true);

    assertThat(client.next(longer)).isEqualTo(MALFORMED);
    assertThat(client.next(shorter)).isEqualTo(MALFORMED);
    assertThat(client.next(none)).isEqualTo(MALFORMED);
    assertThat(atOriginal.hasOpened()).isFalse();
  }

  @Test
  void trailersMayNotHoldPseudoFields() throws Exception {
    var stream = client.open(head("POST", "/"), false);
    client.headers(stream, fields(":path", "/other"), true);

    assertThat(client.next(stream)).isEqualTo(MALFORMED);
  }

  @Test
  void anAnswerMustFollowTheRulesToo() throws Exception {
    var without = client.open(head("GET", "/"), true);
    var atOriginal = original.accept();
    atOriginal.headers(atOriginal.accept(), fields("x", "no status"), true);
    var bodyFirst = client.open(head("GET", "/"), true);
    atOriginal.data(atOriginal.accept(), "x", true);
    var shorter = client.open(head("GET", "/"), true);
    var there = atOriginal.accept();
    atOriginal.headers(there, status(200, "content-length", "3"), false);
    atOriginal.data(there, "12", true);

    assertThat(client.next(without)).isEqualTo(MALFORMED);
    assertThat(client.next(bodyFirst)).isEqualTo(MALFORMED);
    client.nextHead(shorter);
    assertThat(client.next(shorter)).isEqualTo(MALFORMED);
  }

  @Test
  void anAnswerToHeadMayTellTheLengthOfWhatItLeavesOut() throws Exception {
    var stream = client.open(head("HEAD", "/"), true);
    var atOriginal = original.accept();

    atOriginal.headers(atOriginal.accept(), status(200, "content-length", "3"), true);

    assertThat(client.nextHead(stream).get("content-length")).isEqualTo("3");
  }

  @Test
  void aHeadBeyondTheLimitIsAnswered431() throws Exception {
    var large = client.open(head("GET", "/", "cookie", "x".repeat(Http2PeerBuilder.MAX_HEADER_BYTES)), true);
    var allowed = client.open(head("GET", "/", "cookie", "x".repeat(48 * 1024)), true);

    assertThat(client.nextHead(large).get(":status")).isEqualTo("431");
    var atOriginal = original.accept();
    atOriginal.headers(atOriginal.accept(), status(200), true);
    assertThat(client.nextHead(allowed).get(":status")).isEqualTo("200");
  }
}
