package dev.devsession.proxy.http2;

import static dev.devsession.proxy.http2.FrameEnd.head;
import static dev.devsession.proxy.http2.FrameEnd.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.proxy.Loopback;
import dev.devsession.proxy.RunningProxy;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that can't be reached, that end, or that speak something else. */
@Timeout(60)
class Http2AwayTest {

  private static final String GRPC = "application/grpc+proto";

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
  void theOriginalAnswersForAMachineThatIsAway() throws Exception {
    try (var port = new RoutedPort(original.port(), null, false); var client = port.connect()) {
      var stream = client.open(head("POST", "/1", "who", "ada"), false);
      client.data(stream, "body", true);

      var atOriginal = original.accept();
      var there = atOriginal.accept();
      atOriginal.nextHead(there);
      assertThat(atOriginal.text(there, 4)).isEqualTo("body");
      atOriginal.headers(there, status(200), true);
      assertThat(client.nextHead(stream).get(":status")).isEqualTo("200");
    }
  }

  @Test
  void theOriginalAnswersForAMachineThatClosesAtOnce() throws Exception {
    theOriginalAnswersFor(FrameServer.listen(socket -> socket.close()));
  }

  @Test
  void theOriginalAnswersForAMachineThatTakesTheConnectionAndStaysSilent() throws Exception {
    theOriginalAnswersFor(FrameServer.listen(socket -> socket.closeFuture()));
  }

  private void theOriginalAnswersFor(Channel machine) throws Exception {
    try (var port = new RoutedPort(original.port(), port(machine), false); var client = port.connect()) {
      var stream = client.open(head("GET", "/1", "who", "ada"), true);

      var atOriginal = original.accept();
      atOriginal.headers(atOriginal.accept(), status(200), true);

      assertThat(client.nextHead(stream).get(":status")).isEqualTo("200");
    } finally {
      machine.close().sync();
    }
  }

  @Test
  void requestsAreRefusedForASessionThatAsksForIt() throws Exception {
    try (var port = new RoutedPort(original.port(), null, true); var client = port.connect()) {
      var call = client.open(head("POST", "/", "who", "ada", "content-type", GRPC), false);
      var page = client.open(head("GET", "/", "who", "ada"), true);

      assertThat(client.nextHead(call)).satisfies(answer -> {
        assertThat(answer.get(":status")).isEqualTo("200");
        assertThat(answer.get("grpc-status")).isEqualTo("14");
        assertThat(answer.get("grpc-message")).contains("session ada");
        assertThat(answer.last()).isTrue();
      });
      assertThat(client.next(call)).isEqualTo(new Seen.Reset(Http2Error.NO_ERROR.code()));
      assertThat(client.nextHead(page).get(":status")).isEqualTo("503");
      assertThat(client.text(page, 100)).contains("session ada");
    }
  }

  @Test
  void aRequestFailsClearlyWhenTheOriginalDoesNotAnswer() throws Exception {
    try (var port = new RoutedPort(RunningProxy.freePort(), null, false); var client = port.connect()) {
      var call = client.open(head("POST", "/", "content-type", GRPC), true);
      var page = client.open(head("HEAD", "/"), true);

      assertThat(client.nextHead(call).get("grpc-status")).isEqualTo("14");
      assertThat(client.nextHead(page)).satisfies(answer -> {
        assertThat(answer.get(":status")).isEqualTo("503");
        assertThat(answer.last()).isTrue();
      });
    }
  }

  @Test
  void aMachineThatSpeaksHttp1GetsNoRequestAndTheClientIsTold() throws Exception {
    var machine = listenHttp1();
    try (var port = new RoutedPort(original.port(), port(machine), false); var client = port.connect()) {
      var call = client.open(head("POST", "/", "who", "ada", "content-type", GRPC), true);
      var page = client.open(head("GET", "/", "who", "ada"), true);

      assertThat(client.nextHead(call).get("grpc-message")).contains("does not speak HTTP/2");
      assertThat(client.nextHead(page).get(":status")).isEqualTo("502");
      assertThat(original.hasAccepted()).isFalse();
    } finally {
      machine.close().sync();
    }
  }

  @Test
  void anOriginalThatSpeaksHttp1ClosesTheConnectionAsWithoutTheProxy() throws Exception {
    var http1 = listenHttp1();
    try (var port = new RoutedPort(port(http1), null, false); var client = port.connect()) {
      client.open(head("GET", "/"), true);

      assertThat(client.next(0)).isInstanceOf(Seen.Closed.class);
    } finally {
      http1.close().sync();
    }
  }

  private static Channel listenHttp1() throws Exception {
    return FrameServer.listen(socket -> socket
        .writeAndFlush(Unpooled.copiedBuffer("HTTP/1.1 400 Bad Request\r\n\r\n", StandardCharsets.US_ASCII)));
  }

  private static int port(Channel listening) {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  @Test
  void streamsBeyondTheServersLimitWaitForOthersToEnd() throws Exception {
    try (var one = new FrameServer(new Http2Settings().maxConcurrentStreams(1));
        var port = new RoutedPort(one.port(), null, false);
        var client = port.connect()) {
      var first = client.open(head("GET", "/1"), true);
      var second = client.open(head("POST", "/2"), false);
      client.data(second, "body", true);
      var cancelled = client.open(head("GET", "/3"), true);
      client.reset(cancelled, Http2Error.CANCEL);
      var fourth = client.open(head("GET", "/4"), true);
      var server = one.accept();
      var there = server.accept();

      server.headers(there, status(200), true);
      assertThat(client.nextHead(first).get(":status")).isEqualTo("200");
      var next = server.accept();
      assertThat(server.hasOpened()).isFalse();
      assertThat(server.nextHead(next).get(":path")).isEqualTo("/2");
      assertThat(server.text(next, 4)).isEqualTo("body");
      server.headers(next, status(200), true);
      client.nextHead(second);
      assertThat(server.nextHead(server.accept()).get(":path")).isEqualTo("/4");
      assertThat(fourth.id()).isPositive();
    }
  }

  @Test
  @SuppressWarnings("try") // closed early
  void aClientThatGoesWhileTheServerIsDialedLeavesNothingBehind() throws Exception {
    try (var silent = Loopback.listen();
        var port = new RoutedPort(silent.getLocalPort(), null, false);
        var client = port.connect()) {
      var stream = client.open(head("POST", "/"), false);
      client.data(stream, "held", false);
      try (var server = Loopback.accept(silent)) {
        assertThat(Loopback.read(server, 3)).isEqualTo("PRI");

        client.close();

        assertThat(server.getInputStream().readAllBytes()).isNotEmpty(); // until the end
      }
    }
  }
}
