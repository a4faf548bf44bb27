package dev.devsession.proxy.http2;

import static dev.devsession.proxy.http2.FrameEnd.fields;
import static dev.devsession.proxy.http2.FrameEnd.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever order the frames of a connection's streams come in, each stream gets its own bytes from its own server. */
class Http2InterleavingTest {

  enum Kind {
    DATA,
    PADDED_DATA,
    CREDIT,
    END,
    TRAILERS,
    RESET
  }

  /** What a client does next on one of its streams. */
  record Step(int stream, Kind kind, int size) {}

  private static final int STREAMS = 6;
  private static final int MOST = 1024 * 1024;

  private static EchoServer original;
  private static EchoServer machine;
  private static RoutedPort port;

  @BeforeContainer
  static void start() throws Exception {
    original = new EchoServer("original", new Http2Settings());
    machine = new EchoServer("machine", new Http2Settings().maxConcurrentStreams(2));
    port = new RoutedPort(original.port(), machine.port(), false);
  }

  @AfterContainer
  static void stop() throws Exception {
    original.close();
    machine.close();
    port.close();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    var step = Combinators.combine(Arbitraries.integers().between(0, STREAMS - 1), Arbitraries.frequencyOf(
        Tuple.of(12, Arbitraries.of(Kind.DATA, Kind.PADDED_DATA, Kind.CREDIT)),
        Tuple.of(1, Arbitraries.of(Kind.END, Kind.TRAILERS, Kind.RESET))),
        Arbitraries.oneOf(Arbitraries.integers().between(0, 100), Arbitraries.integers().between(0, 50_000)))
        .as(Step::new);
    return step.list().ofMinSize(1).ofMaxSize(60);
  }

  private static final class Call {
    final int number;
    final Http2FrameStream stream;
    final StringBuilder sent = new StringBuilder();
    boolean ended;
    boolean reset;

    Call(FrameEnd client, int number) throws Exception {
      this.number = number;
      stream = client.open(head("POST", "/" + number, "who", isMine() ? "ada" : "ben"), false);
    }

    boolean isMine() {
      return number % 2 == 0;
    }

    void play(FrameEnd client, Step step) {
      var text = String.valueOf((char) ('a' + number)).repeat(step.size());
      switch (step.kind()) {
        case DATA -> client.data(stream, text, false);
        case PADDED_DATA -> client.data(stream, text, false, step.size() % 256);
        case CREDIT -> client.credit(stream, step.size() + 1);
        case END -> client.data(stream, text, true);
        case TRAILERS -> client.headers(stream, fields("x", "1"), true);
        case RESET -> client.reset(stream, Http2Error.CANCEL);
      }
      if (step.kind() == Kind.DATA || step.kind() == Kind.PADDED_DATA || step.kind() == Kind.END) {
        sent.append(text);
      }
      reset |= step.kind() == Kind.RESET;
      ended |= reset || step.kind() == Kind.END || step.kind() == Kind.TRAILERS;
    }

    void assertAnswered(FrameEnd client) throws Exception {
      assertThat(client.nextHead(stream).get("by")).isEqualTo(isMine() ? "machine" : "original");
      assertThat(client.text(stream, sent.length())).isEqualTo(sent.toString());
      assertThat(client.nextHead(stream).get("grpc-status")).isEqualTo("0");
    }
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void eachStreamGetsItsOwnBytesBack(@ForAll("steps") List<Step> steps) throws Exception {
    try (var client = port.connect()) {
      client.credit(64 * MOST);
      var calls = new ArrayList<Call>();
      for (int i = 0; i < STREAMS; i++) {
        calls.add(new Call(client, i));
      }

      for (var step : steps) {
        var call = calls.get(step.stream());
        if (!call.ended) {
          call.play(client, step);
        }
      }

      for (var call : calls) {
        if (!call.reset) {
          client.credit(call.stream, 8 * MOST);
        }
        if (!call.ended) {
          client.data(call.stream, "", true);
        }
      }
      for (var call : calls) {
        if (!call.reset) {
          call.assertAnswered(client);
        }
      }
    }
  }
}
