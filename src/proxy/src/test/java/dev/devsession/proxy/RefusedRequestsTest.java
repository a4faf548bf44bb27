package dev.devsession.proxy;

import static dev.devsession.proxy.SharedPort.ADA;
import static dev.devsession.proxy.SharedPort.get;
import static dev.devsession.proxy.SharedPort.head;
import static dev.devsession.proxy.SharedPort.ok;
import static dev.devsession.proxy.SharedPort.rest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that two servers might read in two ways are refused with 400, and the connection ends. */
@Timeout(60)
class RefusedRequestsTest {

  private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n" + ADA + "\r\n";

  private static SharedPort port;

  @BeforeAll
  static void start() throws Exception {
    port = SharedPort.matching();
  }

  @AfterAll
  static void stop() throws Exception {
    port.close();
  }

  static Stream<String> heads() {
    return Stream.of(
        // Lengths.
        post("Content-Length: 4", "Transfer-Encoding: chunked"),
        post("Transfer-Encoding: chunked", "content-length: 4"),
        post("Content-Length: 4", "Content-Length: 5"), post("Content-Length: 4", "Content-Length: 4"),
        post("Content-Length: 4, 4"), post("Content-Length: +4"), post("Content-Length: -1"),
        post("Content-Length: 0x4"),
        post("Content-Length: 4 4"), post("Content-Length:"), post("Content-Length: 1234567890123456789"),
        post("Content-Length: \u00b2"),
        // Codings.
        post("Transfer-Encoding: gzip"), post("Transfer-Encoding: chunked, gzip"), post("Transfer-Encoding: identity"),
        post("Transfer-Encoding: chunked, chunked"), post("Transfer-Encoding: xchunked"),
        post("Transfer-Encoding: chunked, "), post("Transfer-Encoding: , chunked"),
        post("Transfer-Encoding: \"chunked\""),
        post("Transfer-Encoding: chunked;q=1"), post("Transfer-Encoding:"), post("Transfer-Encoding: \u000bchunked"),
        post("Transfer-Encoding: chunked", "Transfer-Encoding: chunked"),
        post("Transfer-Encoding: chunked", "Transfer-Encoding: identity"),
        "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
        // Names and values.
        post("Content-Length : 4"), post("Transfer-Encoding\t: chunked"), post(" Content-Length: 4"),
        post("X: 1\r\n Content-Length: 4"), post("X: 1\r\n\tfolded"), post("X: a\rContent-Length: 4"), post("X: a\0b"),
        post("X: a\u0001b"), post("X: a\u007fb"), post("X\0: a"), post("Content-Length\u00a0: 4"), post(": nameless"),
        post("nothing"), post("a b: c"), post("X(1): c"), post("\rX: 1"), post("X: 1\r"),
        // Ends of lines.
        "GET / HTTP/1.1\r\nHost: a\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: 1\n\n", "GET / HTTP/1.1\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\n", "GET / HTTP/1.1\r\nHost: a\r\n\rX", "GET / HTTP/1.1\rHost: a\r\n\r\n",
        // Hosts.
        "GET / HTTP/1.1\r\n\r\n", get("/", "Host: orders\r\n"), get("/", "host: other\r\n"),
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n",
        "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", "GET http://a:1/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n",
        // First lines.
        "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a\tb HTTP/1.1\r\nHost: a\r\n\r\n", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", "GET / http/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1x\r\nHost: a\r\n\r\n",
        "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET a HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET ** HTTP/1.1\r\nHost: a\r\n\r\n", "\0GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 3\r\n\r\n",
        "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "CONNECT / HTTP/1.1\r\nHost: a:1\r\n\r\n");
  }

  private static String post(String... fields) {
    return "POST / HTTP/1.1\r\nHost: a\r\n" + String.join("\r\n", fields) + "\r\n\r\n";
  }

  static Stream<String> chunks() {
    return Stream.of("\r\n", "g\r\n", "-1\r\n", "+1\r\n", "0x1\r\n", " 1\r\nx\r\n", "1 \r\nx\r\n", "1\nx\r\n", "1\rx",
        "1;a\nx\r\n", "1;a\rb\r\n", "1;\0\r\n", "1\r\nxy\r\n", "1\r\nx\n0\r\n\r\n", "1\r\nx\rX", "1\r\nx0\r\n\r\n",
        "1234567890123456\r\n", "1_0\r\n", "1,2\r\n", "\u00b2\r\n", "0\r\nX : 1\r\n\r\n", "0\r\n folded\r\n\r\n",
        "0\r\nX: a\0\r\n\r\n", "0\r\nX: 1\n\r\n", "0\r\nnothing\r\n\r\n", "0\r\n\n", "0\r\n: 1\r\n\r\n");
  }

  @ParameterizedTest
  @MethodSource("heads")
  void headIsRefusedBeforeAServerSeesIt(String head) throws Exception {
    try (var client = port.client()) {
      // A first request that is in order makes the protocol known.
      Loopback.send(client, get("/first"));
      try (var original = Loopback.accept(port.original)) {
        assertThat(head(original)).isEqualTo(get("/first"));
        Loopback.send(original, ok("1"));
        assertThat(Loopback.read(client, ok("1").length())).isEqualTo(ok("1"));

        Loopback.send(client, head + "0\r\n\r\n" + SMUGGLED);

        assertThat(rest(client)).startsWith("HTTP/1.1 400 Bad Request\r\n").contains("\r\nConnection: close\r\n");
        assertThat(rest(original)).isEmpty();
      }
      assertNobodyElseIsAsked();
    }
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void chunkIsRefusedBeforeAServerSeesTheRequest(String chunk) throws Exception {
    try (var client = port.client()) {
      Loopback.send(client, post("Transfer-Encoding: chunked") + chunk + SMUGGLED);

      assertThat(rest(client)).startsWith("HTTP/1.1 400 Bad Request\r\n");
      assertNobodyElseIsAsked();
    }
  }

  private static void assertNobodyElseIsAsked() throws Exception {
    for (var server : List.of(port.original, port.machine)) {
      int usual = server.getSoTimeout();
      server.setSoTimeout(20);
      assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
      server.setSoTimeout(usual);
    }
  }

  @Test
  void badChunkAfterGoodOnesEndsTheServersConnectionBeforeItsBytes() throws Exception {
    try (var client = port.client()) {
      Loopback.send(client, post("Transfer-Encoding: chunked") + "1\r\nx\r\n");
      try (var original = Loopback.accept(port.original)) {
        assertThat(head(original)).isEqualTo(post("Transfer-Encoding: chunked"));
        assertThat(Loopback.read(original, 6)).isEqualTo("1\r\nx\r\n");

        Loopback.send(client, "zz\r\n" + SMUGGLED);

        assertThatThrownBy(() -> rest(original)).isInstanceOf(java.net.SocketException.class);
        assertThat(rest(client)).startsWith("HTTP/1.1 400 Bad Request\r\n");
      }
    }
  }

  @Test
  void longLinesAndHeadsAreRefused() throws Exception {
    assertRefused("GET /" + "a".repeat(70_000), "414");
    assertRefused("GET / HTTP/1.1\r\nX: " + "a".repeat(140_000), "431");
    assertRefused("GET / HTTP/1.1\r\n" + "X: 1\r\n".repeat(600), "431");
    assertRefused("GET / HTTP/3.0\r\nHost: a\r\n\r\n", "505");
  }

  private static void assertRefused(String request, String status) throws Exception {
    try (var client = port.client()) {
      Loopback.send(client, get("/first"));
      try (var original = Loopback.accept(port.original)) {
        head(original);
        Loopback.send(original, ok("1"));
        Loopback.read(client, ok("1").length());
        Loopback.send(client, request);
        assertThat(rest(client)).startsWith("HTTP/1.1 " + status + " ");
      }
    }
  }
}
