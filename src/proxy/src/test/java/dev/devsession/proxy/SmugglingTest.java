package dev.devsession.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.proxy.RecordingServer.Received;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever a client sends, each byte reaches one server at most, in order, and each request the right one. */
class SmugglingTest {

  private static final Pattern HEAD = Pattern.compile("(?s)^[A-Z]+ \\S+ HTTP/1\\.1\r\n.*?\r\n\r\n");
  private static final Queue<Received> RECEIVED = new ConcurrentLinkedQueue<>();

  private static SharedPort port;

  @BeforeContainer
  static void start() throws Exception {
    port = SharedPort.matching();
    RecordingServer.start("original", port.original, RECEIVED);
    RecordingServer.start("machine", port.machine, RECEIVED);
  }

  @AfterContainer
  static void stop() throws Exception {
    port.close();
  }

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void eachByteReachesOneServerAndEachRequestTheRightOne(@ForAll("connections") String sent,
      @ForAll @IntRange(min = 1, max = 200) int piece) throws Exception {
    RECEIVED.clear();
    String answers;
    try (var client = port.client()) {
      for (int at = 0; at < sent.length(); at += piece) {
        client.getOutputStream()
            .write(sent.substring(at, Math.min(at + piece, sent.length())).getBytes(StandardCharsets.ISO_8859_1));
      }
      client.shutdownOutput();
      answers = SharedPort.rest(client);
    }

    var received = List.copyOf(RECEIVED);
    assertThat(sent).startsWith(RecordingServer.joined(received));
    for (var part : received) {
      var head = HEAD.matcher(part.bytes());
      if (head.find()) {
        assertThat(part.server()).isEqualTo(head.group().contains("devsession=ada\r\n") ? "machine" : "original");
      }
    }
    assertThat(answers).matches("(?s)(HTTP/1\\.1 200 OK\r\nContent-Length: 2\r\n\r\n(ok)?)*"
        + "(HTTP/1\\.1 4\\d\\d [^\r]*\r\n.*)?");
  }

  /** Requests in order, followed by one that may not be. */
  @Provide
  Arbitrary<String> connections() {
    var method = Arbitraries.of("GET", "HEAD", "POST", "OPTIONS");
    var fields = Arbitraries.of("", "baggage: devsession=ada\r\n", "X: 1\r\n");
    var body = Arbitraries.of("\r\n", "Content-Length: 3\r\n\r\nabc", "Content-Length: 0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n18;a=b\r\nGET /in HTTP/1.1\r\n\r\nbody\r\n0\r\nT: 1\r\n\r\n");
    var good = Combinators.combine(method, fields, body)
        .as((m, f, b) -> m + " / HTTP/1.1\r\nHost: a\r\n" + f + b);
    var bad = Arbitraries.of("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "Content-Length: 0,0\r\n\r\n", "Content-Length : 3\r\n\r\n",
        "X: 1\r\n Content-Length: 3\r\n\r\n", "X: 1\n\r\n", "Transfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n",
        "");
    var last = Combinators.combine(fields, bad, Arbitraries.of("", "GET /s HTTP/1.1\r\nHost: a\r\n\r\n"))
        .as((f, b, s) -> b.isEmpty() ? "" : "POST / HTTP/1.1\r\nHost: a\r\n" + f + b + s);
    return Combinators.combine(good.list().ofMinSize(1).ofMaxSize(4), last).as((all, l) -> String.join("", all) + l);
  }
}
