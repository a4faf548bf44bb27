package dev.devsession.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Netty's HTTP client is the oracle: after each byte the tracker must agree with it on which requests were answered.
 */
class Http1OracleTest {

  private static final String HEAD = "HTTP/1.1 200 OK\r\nServer: x\r\n";
  private static final String BODY = "HTTP/1.1 200";

  /** Requests of a client. */
  enum Request {
    GET,
    HEAD,
    POST,
    POST_CHUNKED;

    DefaultFullHttpRequest message() {
      boolean post = this == POST || this == POST_CHUNKED;
      var message = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(post ? "POST" : name()), "/x",
          post ? Unpooled.copiedBuffer("HEAD / HTTP/1.1\r\n\r\n", StandardCharsets.US_ASCII) : Unpooled.EMPTY_BUFFER);
      if (this == POST) {
        message.headers().set(HttpHeaderNames.CONTENT_LENGTH, message.content().readableBytes());
      } else if (post) {
        message.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
      }
      return message;
    }
  }

  /** What a server answers to anything but HEAD. */
  enum Answer {
    LENGTH(HEAD + "Content-Length: 12\r\n\r\n", BODY),
    NOTHING(HEAD + "content-length:0\r\n\r\n", ""),
    CHUNKED(HEAD + "Transfer-Encoding: chunked\r\n\r\n", "c;x=y\r\n" + BODY + "\r\n1\r\n\n\r\n0\r\nSum: 1\r\n\r\n"),
    NO_CONTENT("HTTP/1.1 204 No Content\r\n\r\n", ""),
    NOT_MODIFIED("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n", "");

    private final String head;
    private final String body;

    Answer(String head, String body) {
      this.head = head;
      this.body = body;
    }
  }

  record Exchange(Request request, Answer answer, int interims) {
    String text() {
      return "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n".repeat(interims) + answer.head
          + (request == Request.HEAD ? "" : answer.body);
    }
  }

  private EmbeddedChannel client;
  private int answered;
  private boolean inFinalAnswer;
  private Http1ProtocolTracker tracker;

  @Property(tries = 300)
  void followsMessagesLikeNettyHoweverTheBytesAreCut(@ForAll("exchanges") List<Exchange> exchanges,
      @ForAll @IntRange(min = 1, max = 90) int requestPiece, @ForAll @IntRange(min = 1, max = 40) int answerPiece) {
    sendRequests(exchanges, requestPiece);
    var answers = new StringBuilder();
    exchanges.forEach(exchange -> answers.append(exchange.text()));
    var bytes = answers.toString().getBytes(StandardCharsets.US_ASCII);
    for (int piece : new int[]{1, answerPiece}) {
      sendRequests(exchanges, requestPiece);
      for (int at = 0; at < bytes.length; at += piece) {
        int length = Math.min(piece, bytes.length - at);
        feedOracle(Unpooled.copiedBuffer(bytes, at, length));
        tracker.fromTarget(Unpooled.copiedBuffer(bytes, at, length)).release();

        assertThat(tracker.waiting()).as("after %s bytes", at + length).isEqualTo(exchanges.size() - answered);
        assertThat(tracker.isBetweenExchanges()).isEqualTo(answered == exchanges.size());
      }
      assertThat(answered).isEqualTo(exchanges.size());
      client.finishAndReleaseAll();
    }
  }

  /** Only the last answer has the header, and only in its head, whenever the close was requested. */
  @Property(tries = 100)
  void onlyTheLastAnswerHasConnectionClose(@ForAll("exchanges") List<Exchange> exchanges,
      @ForAll @IntRange(min = 1, max = 90) int piece) {
    sendRequests(exchanges, piece);
    tracker.requestClose();
    var expected = new StringBuilder();
    for (int i = 0; i < exchanges.size(); i++) {
      var text = exchanges.get(i).text();
      int head = text.indexOf("\r\n", text.indexOf(exchanges.get(i).answer().head)) + 2;
      expected.append(
          i < exchanges.size() - 1 ? text : text.substring(0, head) + "Connection: close\r\n" + text.substring(head));
    }
    var all = new StringBuilder();
    exchanges.forEach(exchange -> all.append(exchange.text()));
    var passed = Pieces.pass(all.toString().getBytes(StandardCharsets.US_ASCII), piece, tracker::fromTarget);

    assertThat(new String(passed, StandardCharsets.US_ASCII)).isEqualTo(expected.toString());

    client.finishAndReleaseAll();
  }

  /** Netty waits for the end of the connection too. */
  @Example
  void answerWithoutALengthEndsWithTheConnection() {
    sendRequests(List.of(new Exchange(Request.GET, Answer.NOTHING, 0)), 99);
    for (byte next : (HEAD + "\r\n" + BODY + "\r\n\r\n" + HEAD + "\r\n").getBytes(StandardCharsets.US_ASCII)) {
      feedOracle(Unpooled.wrappedBuffer(new byte[]{next}));
      tracker.fromTarget(Unpooled.wrappedBuffer(new byte[]{next})).release();

      assertThat(tracker.isBetweenExchanges()).isFalse();
      assertThat(answered).isZero();
    }
    client.finish();
    feedOracle(Unpooled.EMPTY_BUFFER);

    assertThat(answered).isOne();
  }

  private void sendRequests(List<Exchange> exchanges, int piece) {
    client = new EmbeddedChannel(new HttpClientCodec());
    answered = 0;
    tracker = new Http1ProtocolTracker();
    var requests = Unpooled.buffer();
    for (var exchange : exchanges) {
      client.writeOutbound(exchange.request().message());
      for (ByteBuf part; (part = client.readOutbound()) != null; part.release()) {
        requests.writeBytes(part);
      }
    }
    while (requests.isReadable()) {
      tracker.fromClient(requests.readSlice(Math.min(piece, requests.readableBytes())));
    }
    requests.release();
  }

  private void feedOracle(ByteBuf bytes) {
    if (bytes.isReadable()) {
      client.writeInbound(bytes);
    }
    for (HttpObject part; (part = client.readInbound()) != null;) {
      if (part instanceof HttpResponse response) {
        inFinalAnswer = response.status().codeClass() != HttpStatusClass.INFORMATIONAL;
      }
      if (part instanceof LastHttpContent && inFinalAnswer) {
        answered++;
      }
      ReferenceCountUtil.release(part);
    }
  }

  @Provide
  Arbitrary<List<Exchange>> exchanges() {
    return Combinators.combine(Arbitraries.of(Request.class), Arbitraries.of(Answer.class),
        Arbitraries.integers().between(0, 2)).as(Exchange::new).list().ofMinSize(1).ofMaxSize(6);
  }
}
