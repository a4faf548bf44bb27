package dev.devsession.proxy.http2;

import static dev.devsession.proxy.http2.FrameEnd.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Very many streams on one connection, that two servers answer. */
@Timeout(120)
class Http2LoadTest {

  private static final int STREAMS = 10_000;
  private static final int AT_A_TIME = 400;

  private record Open(int number, Http2FrameStream stream) {}

  @Test
  void tenThousandInterleavedStreamsAreEachAnsweredByTheirServer() throws Exception {
    // The machine's program takes fewer streams than come, so some wait for others.
    try (var original = new EchoServer("original", new Http2Settings());
        var machine = new EchoServer("machine", new Http2Settings().maxConcurrentStreams(50));
        var port = new RoutedPort(original.port(), machine.port(), false);
        var client = port.connect()) {
      var open = new ArrayDeque<Open>();
      for (int i = 0; i < STREAMS; i++) {
        open.add(new Open(i, client.open(head("POST", "/" + i, "who", i % 2 == 0 ? "ada" : "ben"), false)));
        client.data(open.getLast().stream(), "body " + i, true);
        if (open.size() == AT_A_TIME) {
          assertAnswered(client, open.remove());
        }
      }
      while (!open.isEmpty()) {
        assertAnswered(client, open.remove());
      }
    }
  }

  private static void assertAnswered(FrameEnd client, Open call) throws Exception {
    assertThat(client.nextHead(call.stream()).get("by")).isEqualTo(call.number() % 2 == 0 ? "machine" : "original");
    var body = "body " + call.number();
    assertThat(client.text(call.stream(), body.length())).isEqualTo(body);
    assertThat(client.nextHead(call.stream()).get("grpc-status")).isEqualTo("0");
  }

  @Test
  void cancelledStreamsMakeRoomForOthers() throws Exception {
    try (var original = new FrameServer(new Http2Settings().maxConcurrentStreams(1));
        var port = new RoutedPort(original.port(), null, false);
        var client = port.connect()) {
      var running = client.open(head("POST", "/0"), false);
      var server = original.accept();
      for (int i = 1; i < 1000; i++) {
        var first = server.accept();
        assertThat(server.nextHead(first).get(":path")).isEqualTo("/" + (i - 1));
        var next = client.open(head("POST", "/" + i), false);

        client.reset(running, Http2Error.CANCEL);
        running = next;

        assertThat(server.next(first)).isEqualTo(new Seen.Reset(Http2Error.CANCEL.code()));
      }
    }
  }
}
