package dev.devsession.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.match.RequestRule;
import dev.devsession.match.RuleSet;
import dev.devsession.proxy.intercept.HeldBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** What is understood of a request doesn't depend on how reads split it. */
class RequestSplitTest {

  private static final RuleSet ADA = RuleSet.of(List.of(RequestRule.ofSession("ada")));

  /** Where each request of these bytes ends and who answers it, or why they are refused. */
  private static List<String> understood(byte[] bytes, int piece) {
    var understood = new ArrayList<String>();
    var headEnd = HeadEnd.ofRequests();
    MessageBody body = null;
    ByteBuf held = null;
    int passed = 0;
    try {
      for (int at = 0; at < bytes.length; at += piece) {
        held = HeldBytes.joined(held, Unpooled.copiedBuffer(bytes, at, Math.min(piece, bytes.length - at)));
        while (held.isReadable()) {
          int begin = held.readerIndex();
          if (body == null) {
            int length = headEnd.find(held, begin);
            if (length < 0) {
              break;
            }
            var fields = HeadFields.ofThread();
            fields.readStrictly(held, begin, length);
            var request = Http1Request.of(fields);
            boolean ada = ADA.matches(new MatchedHead(fields, request.line()));
            understood.add((ada ? "machine" : "original") + " at " + passed);
            body = new MessageBody(request.length(), true);
            held.skipBytes(length);
          } else {
            held.skipBytes(body.follow(held, begin, held.writerIndex()) - begin);
          }
          passed += held.readerIndex() - begin;
          body = body.isComplete() ? null : body;
        }
      }
    } catch (InvalidMessageException e) {
      understood.add(e.status() + " " + e.getMessage());
    } finally {
      if (held != null) {
        held.release();
      }
    }
    return understood;
  }

  @Property(tries = 500)
  void splitsMakeNoDifference(@ForAll("requests") byte[] bytes, @ForAll @IntRange(min = 1, max = 60) int piece) {
    assertThat(understood(bytes, piece)).isEqualTo(understood(bytes, 1));
    assertThat(understood(bytes, bytes.length)).isEqualTo(understood(bytes, 1));
  }

  @Property(tries = 1000)
  void noiseIsRefusedOrUnderstoodWithoutAnException(@ForAll("noise") byte[] bytes) {
    understood(bytes, 7);
  }

  @Property(tries = 1000)
  void noiseInAnAnswerIsUnderstoodWithoutAnException(@ForAll("noise") byte[] bytes) {
    var fields = HeadFields.ofThread();
    var answer = Unpooled.copiedBuffer(Unpooled.wrappedBuffer(bytes), Unpooled.copiedBuffer("\r\n\r\n",
        StandardCharsets.US_ASCII));
    try {
      int length = HeadEnd.ofAnswers().find(answer, 0);
      if (length > 0) {
        fields.readLeniently(answer, 0, length);
        var request = new Http1Request(new RequestLine(3, 4, 5, false, false), 0, false, true, false, false, false);
        assertThat(Http1Answer.of(fields, request).length()).isGreaterThanOrEqualTo(MessageBody.UNTIL_CLOSE);
      }
    } catch (InvalidMessageException e) {
      assertThat(e.status()).isBetween(400, 505);
    } finally {
      answer.release();
    }
  }

  @Provide
  Arbitrary<byte[]> requests() {
    var field = Arbitraries.of("baggage: devsession=ada\r\n", "BAGGAGE:a=b,devsession=ada;p\r\n",
        "baggage: devsession=ada2\r\n", "Connection: keep-alive\r\n", "Connection: baggage\r\n", "X:\r\n",
        "Cookie: a=b; c=d\r\n", "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n", "X : 1\r\n", "X: 1\n");
    var head = Combinators.combine(Arbitraries.of("GET", "HEAD", "POST", "CONNECT"),
        Arbitraries.of("/", "/a?b=c", "http://h/x", "*"), field.list().ofMaxSize(4))
        .as((method, target, fields) -> method + " " + target + " HTTP/1.1\r\nHost: h\r\n" + String.join("", fields)
            + "\r\n");
    var rest = Arbitraries.of("", "", "abc", "3\r\nabc\r\n0\r\n\r\n", "2;x=\"y\"\r\nab\r\n00\r\nT: 1\r\n\r\n",
        "3\nabc");
    return Combinators.combine(head, rest).as((h, r) -> h + r).list().ofMinSize(1).ofMaxSize(4)
        .map(all -> String.join("", all).getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Any bytes, and such that mean something to HTTP more often. */
  @Provide
  Arbitrary<byte[]> noise() {
    var part = Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.of("\r\n", "\n", "\r", " ", ":", "\t", "\0",
        "GET ", "/", " HTTP/1.1\r\n", "HTTP/1.1 200 OK\r\n", "Host: a\r\n", "Content-Length: 1\r\n",
        "Transfer-Encoding: chunked\r\n", "Connection: close\r\n", "WWW-Authenticate: NTLM\r\n", "0\r\n\r\n",
        "ff\r\n")),
        Tuple.of(1, Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(5)));
    return part.list().ofMinSize(1).ofMaxSize(20)
        .map(parts -> String.join("", parts).getBytes(StandardCharsets.ISO_8859_1));
  }
}
