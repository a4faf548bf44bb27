package dev.devsession.proxy;

import static dev.devsession.proxy.SharedPort.get;
import static dev.devsession.proxy.SharedPort.head;
import static dev.devsession.proxy.SharedPort.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Answers arrive as they were sent, however reads split them, and no faster than they are read. */
class InterceptedAnswersTest {

  private static final int MIB = 1024 * 1024;
  private static final int LONG = 64 * MIB;

  private static SharedPort port;
  private static Socket client;
  private static Socket server;

  @BeforeContainer
  static void start() throws Exception {
    port = SharedPort.matching();
    client = port.client();
    Loopback.send(client, get("/"));
    server = Loopback.accept(port.original);
    head(server);
    Loopback.send(server, ok(""));
    assertThat(Loopback.read(client, ok("").length())).isEqualTo(ok(""));
  }

  @AfterContainer
  static void stop() throws Exception {
    client.close();
    server.close();
    port.close();
  }

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void answersOfAConnectionArriveAsTheyWereSent(@ForAll("answers") String answer,
      @ForAll @IntRange(min = 1, max = 40) int piece) throws Exception {
    Loopback.send(client, get("/"));
    assertThat(head(server)).isEqualTo(get("/"));

    for (int at = 0; at < answer.length(); at += piece) {
      server.getOutputStream()
          .write(answer.substring(at, Math.min(at + piece, answer.length())).getBytes(StandardCharsets.ISO_8859_1));
    }

    assertThat(new String(client.getInputStream().readNBytes(answer.length()), StandardCharsets.ISO_8859_1))
        .isEqualTo(answer);
  }

  @Provide
  Arbitrary<String> answers() {
    var interim = Arbitraries.of("", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", "HTTP/1.1 100\r\n\r\n");
    var last = Arbitraries.of(ok("body"), ok(""), "HTTP/1.1 204 No Content\r\nX: \u00e4\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\ncontent-length: 9\r\n\r\n", "HTTP/1.1 200 OK\nContent-Length:2\n\nab",
        "HTTP/1.1 200 \r\nServer: a\r\n b\r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\nA;x\r\n0123456789\r\n0\r\nT: 1\r\nU: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n00000002  \nab\n0\n\n",
        "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 500 Oh no\r\nno colon here\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc");
    return interim.flatMap(i -> last.map(l -> i + l));
  }

  @Property(tries = 1)
  void clientThatDoesNotReadPausesTheServer() throws Exception {
    Loopback.send(client, get("/long"));
    head(server);
    Loopback.send(server, "HTTP/1.1 200 OK\r\nContent-Length: " + LONG + "\r\n\r\n");

    var sent = sending(server);
    head(client);

    assertThat(sent.done).isNotDone();
    assertThat(client.getInputStream().readNBytes(LONG)).hasSize(LONG);
    sent.done.join();
  }

  @Property(tries = 1)
  void serverThatDoesNotReadPausesTheClient() throws Exception {
    var post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + LONG + "\r\n\r\n";
    Loopback.send(client, post);

    var sent = sending(client);
    head(server);

    assertThat(sent.done).isNotDone();
    assertThat(server.getInputStream().readNBytes(LONG)).hasSize(LONG);
    sent.done.join();
    Loopback.send(server, ok("got"));
    assertThat(Loopback.read(client, ok("got").length())).isEqualTo(ok("got"));
  }

  private record Sending(AtomicLong bytes, CompletableFuture<Void> done) {}

  /** Begins to send zeros, and returns when no more are taken for a while. */
  private static Sending sending(Socket socket) {
    var bytes = new AtomicLong();
    var done = CompletableFuture.runAsync(() -> {
      try {
        for (int i = 0; i < LONG; i += MIB / 16) {
          socket.getOutputStream().write(new byte[MIB / 16]);
          bytes.addAndGet(MIB / 16);
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
    var last = new AtomicLong(-1);
    await().pollInterval(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(30))
        .until(() -> last.getAndSet(bytes.get()) == bytes.get());
    return new Sending(bytes, done);
  }
}
