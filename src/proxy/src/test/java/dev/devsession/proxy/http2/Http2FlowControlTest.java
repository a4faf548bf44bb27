package dev.devsession.proxy.http2;

import static dev.devsession.proxy.http2.FrameEnd.head;
import static dev.devsession.proxy.http2.FrameEnd.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each writer waits for its own reader, and for no other. */
@Timeout(120)
class Http2FlowControlTest {

  private static final int MANY = 64 * 1024 * 1024;
  /** More than fits into all windows and buffers on the way. */
  private static final String LARGE = "x".repeat(4 * 1024 * 1024);
  private static final int STREAMS = 100;

  private FrameServer original;
  private RoutedPort port;
  private FrameEnd client;

  @BeforeEach
  void start() throws Exception {
    original = new FrameServer(new Http2Settings().maxConcurrentStreams(1000));
    port = new RoutedPort(original.port(), null, false);
    client = port.connect();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    original.close();
    port.close();
  }

  private record Call(Http2FrameStream atClient, Http2FrameStream atServer) {}

  private Call call(FrameEnd[] server) throws Exception {
    var stream = client.open(head("POST", "/", "content-type", "application/grpc"), false);
    server[0] = server[0] == null ? original.accept() : server[0];
    var there = server[0].accept();
    server[0].nextHead(there);
    server[0].headers(there, status(200), false);
    client.nextHead(stream);
    return new Call(stream, there);
  }

  /** As many as {@link #STREAMS}, on one connection. */
  private List<Call> calls(FrameEnd[] server) throws Exception {
    var calls = new ArrayList<Call>();
    for (int i = 0; i < STREAMS; i++) {
      calls.add(call(server));
    }
    return calls;
  }

  @Test
  void aReaderThatStallsStopsItsOwnStreamOnly() throws Exception {
    var server = new FrameEnd[1];
    var calls = calls(server);
    var stalled = calls.getFirst();
    var others = calls.subList(1, STREAMS);
    client.credit(MANY);
    server[0].credit(MANY);

    server[0].data(stalled.atServer(), LARGE, true); // the client gives no credit for it
    await().until(() -> client.waitingBytes(stalled.atClient()) >= 65_535);

    for (int round = 0; round < 5; round++) {
      for (var other : others) {
        var text = "ping " + round + " of " + other.atClient().id();
        client.data(other.atClient(), text, false);
        assertThat(server[0].text(other.atServer(), text.length())).isEqualTo(text);
        server[0].data(other.atServer(), text, false);
        assertThat(client.text(other.atClient(), text.length())).isEqualTo(text);
      }
    }
    assertThat(client.waitingBytes(stalled.atClient())).isEqualTo(65_535);
    client.credit(stalled.atClient(), MANY);
    assertThat(client.text(stalled.atClient(), LARGE.length())).hasSize(LARGE.length());
  }

  @Test
  void aServerThatReadsNothingHoldsBackItsClient() throws Exception {
    var server = new FrameEnd[1];
    var call = call(server);
    var text = LARGE.substring(0, LARGE.length() / STREAMS);
    var sent = new ArrayList<ChannelFuture>();
    for (int i = 0; i < STREAMS; i++) {
      sent.add(client.data(call.atClient(), text, false));
    }

    await().until(() -> server[0].waitingBytes(call.atServer()) >= 65_535);

    // The proxy holds what its window allows, and the rest waits at the client.
    await().during(Duration.ofMillis(300)).until(() -> sent.stream().filter(ChannelFuture::isDone).count() < 10);
    server[0].credit(MANY);
    server[0].credit(call.atServer(), MANY);
    assertThat(server[0].text(call.atServer(), STREAMS * text.length())).hasSize(STREAMS * text.length());
  }

  @Test
  void aHundredStalledReadersEachGetAllOnceTheyRead() throws Exception {
    var server = new FrameEnd[1];
    var calls = calls(server);
    client.credit(MANY);
    var text = "y".repeat(200_000);
    for (var call : calls) {
      server[0].data(call.atServer(), text, true);
    }
    await().until(() -> calls.stream().allMatch(call -> client.waitingBytes(call.atClient()) >= 65_535));

    for (var call : calls) {
      client.credit(call.atClient(), MANY);
      assertThat(client.text(call.atClient(), text.length())).hasSize(text.length());
    }
  }

  /** What the proxy has asked for with its windows, it must be able to hold. */
  @Test
  void readersThatStallWhenAWindowIsLargeGetAllLater() throws Exception {
    var server = new FrameEnd[1];
    var calls = calls(server);
    var part = LARGE.substring(0, 256 * 1024);
    var first = calls.getFirst();
    client.credit(8 * MANY);
    client.credit(first.atClient(), MANY);
    for (int sent = 0; sent < MANY; sent += part.length()) { // so little waits at a time that memory isn't short
      server[0].data(first.atServer(), part, false);
      assertThat(client.text(first.atClient(), part.length())).hasSize(part.length());
    }

    for (int i = 0; i < 4; i++) {
      server[0].data(first.atServer(), LARGE, i == 3);
    }
    calls.stream().skip(1).forEach(call -> server[0].data(call.atServer(), part, true));
    await().during(Duration.ofMillis(300)).until(() -> calls.stream()
        .noneMatch(call -> client.last(call.atClient()) instanceof Seen.Reset));

    for (var call : calls) {
      int size = call == first ? 4 * LARGE.length() : part.length();
      client.credit(call.atClient(), 4 * MANY); // an update of no more than the window itself would not be sent
      assertThat(client.text(call.atClient(), size)).hasSize(size);
    }
  }

  @Test
  void streamsThatWouldHoldMoreThanTheLimitAreEndedAndOthersGoOn() throws Exception {
    var sized = "x".repeat(60_000);
    try (var rude = FrameServer.heedingNoSettings();
        var routed = new RoutedPort(rude.port(), null, false);
        var reader = FrameEnd.connect(routed.number(), new Http2Settings().initialWindowSize(0))) {
      var stalled = new ArrayList<Http2FrameStream>();
      stalled.add(reader.open(head("GET", "/"), true));
      var server = rude.accept();
      for (int i = 0; i < 200; i++) {
        stalled.add(reader.open(head("GET", "/"), true));
        var there = server.accept();
        server.headers(there, status(200), false);
        server.data(there, sized, false);
      }

      var full = new Seen.Reset(Http2Error.ENHANCE_YOUR_CALM.code());
      await().until(() -> stalled.stream().anyMatch(stream -> full.equals(reader.last(stream))));
      long ended = stalled.stream().filter(stream -> full.equals(reader.last(stream))).count();
      assertThat(ended).isLessThan(100);
      var other = reader.open(head("GET", "/other"), true);
      var there = server.accept();
      while (!server.nextHead(there).get(":path").equals("/other")) {
        there = server.accept();
      }
      server.headers(there, status(204), true);
      assertThat(reader.nextHead(other).get(":status")).isEqualTo("204");
    }
  }
}
