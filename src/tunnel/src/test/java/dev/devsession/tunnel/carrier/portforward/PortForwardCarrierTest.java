package dev.devsession.tunnel.carrier.portforward;

import static dev.devsession.tunnel.carrier.portforward.FakeApiServer.message;
import static dev.devsession.tunnel.carrier.portforward.FakeApiServer.portFrame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.tunnel.carrier.Carrier;
import dev.devsession.tunnel.carrier.CarrierException;
import dev.devsession.tunnel.carrier.CarrierException.Cause;
import dev.devsession.tunnel.carrier.portforward.FakeApiServer.Behaviour;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.concurrent.Future;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortForwardCarrierTest {

  private static final EventLoopGroup GROUP = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private static final Pki PKI = new Pki();
  private static final Login NO_CREDENTIALS = refused -> new Credentials(Map.of(), Optional.empty());
  private static final int MIB = 1 << 20;

  private FakeApiServer server;

  @BeforeAll
  static void watch() {
    Leaks.track();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
    assertThat(Leaks.reports()).isEmpty();
  }

  @AfterAll
  static void end() {
    GROUP.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void bytesPassBothWaysInMessagesOfOneFrame() throws Exception {
    List<String> faults = new CopyOnWriteArrayList<>();
    start(new Behaviour() {
      @Override
      public void frame(Channel channel, WebSocketFrame frame) {
        ByteBuf bytes = frame.content();
        if (!(frame instanceof BinaryWebSocketFrame) || !frame.isFinalFragment() || bytes.readableBytes() > 64 * 1024
            || bytes.readByte() != 0) {
          faults.add(frame.toString());
        }
        channel.writeAndFlush(message(0, bytes.retainedSlice()));
      }
    });
    Channel channel = connect(carrier(NO_CREDENTIALS));
    var back = new Received();
    back.attach(channel);
    byte[] sent = new byte[4 * MIB];
    Random random = new Random(7);
    random.nextBytes(sent);
    for (int at = 0; at < sent.length;) {
      int first = Math.min(sent.length - at, random.nextInt(100_000));
      int second = Math.min(sent.length - at - first, random.nextInt(10));
      ByteBuf part = Unpooled.wrappedBuffer(Unpooled.copiedBuffer(sent, at, first),
          Unpooled.copiedBuffer(sent, at + first, second));
      at += first + second;
      channel.write(part);
      if (random.nextBoolean()) {
        channel.flush();
      }
    }
    channel.flush();

    await().atMost(Duration.ofSeconds(60)).until(() -> back.length() >= sent.length);
    assertThat(back.bytes()).isEqualTo(sent);
    assertThat(faults).isEmpty();
    assertThat(server.requests.getFirst().uri())
        .isEqualTo("/api/v1/namespaces/shop/pods/gateway-0/portforward?ports=9800");
  }

  /** As behind {@code kubectl proxy}, and behind Rancher's gateway. */
  @ParameterizedTest
  @CsvSource({"false,/k8s/clusters/c-xyz/", "true,/k8s/clusters/c-xyz", "false,/k8s/a%2Fb/c%20d/", "true,/k8s/a%2Fb/",
      "false,''"})
  void aServerUnderAPathIsAskedUnderItAsItIsWrittenWithAndWithoutTls(boolean encrypted, String path) throws Exception {
    server = new FakeApiServer(GROUP, PKI, new Behaviour() {
      @Override
      public void frame(Channel channel, WebSocketFrame frame) {
        channel.writeAndFlush(frame.retain());
      }
    }, encrypted);
    var endpoint = new ApiEndpoint(URI.create(server.address() + path), Optional.empty(), PKI.trust(), NO_CREDENTIALS,
        Optional.empty());
    Channel channel = connect(new PortForwardCarrier(endpoint, "shop", "gateway-0", 9800));
    var back = new Received();
    back.attach(channel);
    channel.writeAndFlush(Unpooled.copiedBuffer("hello", StandardCharsets.UTF_8));
    await().until(() -> back.length() == 5);
    assertThat(server.requests).singleElement().satisfies(request -> {
      assertThat(request.uri()).isEqualTo(path.replaceFirst("/$", "")
          + "/api/v1/namespaces/shop/pods/gateway-0/portforward?ports=9800");
      assertThat(request.headers().get("Host")).isEqualTo("127.0.0.1:" + server.port());
    });
  }

  @Test
  void writesBeforeAFlushShareAFrame() throws Exception {
    List<Integer> lengths = new CopyOnWriteArrayList<>();
    start(new Behaviour() {
      @Override
      public void frame(Channel channel, WebSocketFrame frame) {
        lengths.add(frame.content().readableBytes());
      }
    });
    Channel channel = connect(carrier(NO_CREDENTIALS));
    channel.eventLoop().submit(() -> {
      for (int i = 0; i < 100; i++) {
        channel.write(Unpooled.wrappedBuffer(new byte[10]));
      }
      channel.write(Unpooled.EMPTY_BUFFER);
      channel.flush();
    }).sync();

    await().until(() -> !lengths.isEmpty());
    assertThat(lengths).containsExactly(1 + 100 * 10);
  }

  @ParameterizedTest
  @CsvSource({"401,UNAUTHORIZED", "403,FORBIDDEN", "404,GONE", "500,STARTING", "302,STARTING"})
  void answerOtherThan101IsReported(int status, Cause cause) throws Exception {
    start(new Behaviour() {
      @Override
      public int status(HttpRequest request) {
        return status;
      }

      @Override
      public String body() {
        return "{\"kind\":\"Status\",\"message\":\"pods \\\"gateway-0\\\" \\u0061re not for you\",\"code\":1}";
      }
    });
    CarrierException failure = failure(carrier(NO_CREDENTIALS));

    assertThat(failure.reason()).isEqualTo(cause);
    assertThat(failure).hasMessage("the API server answered " + status + ": pods \"gateway-0\" are not for you");
    await().until(() -> server.connections.stream().noneMatch(Channel::isOpen));
  }

  @Test
  void closedPortOfThePodIsReportedAfterTheConnectionOpened() throws Exception {
    start(new Behaviour() {
      @Override
      public void opened(Channel channel) {
        Behaviour.super.opened(channel);
        channel.writeAndFlush(message(1, Unpooled.copiedBuffer("connection refused", StandardCharsets.UTF_8)));
        channel.writeAndFlush(new CloseWebSocketFrame(1000, ""));
      }
    });
    Channel channel = connect(carrier(NO_CREDENTIALS));
    var seen = new Received();
    seen.attach(channel);

    await().until(() -> !channel.isOpen());
    assertThat(seen.failures()).singleElement().isInstanceOfSatisfying(CarrierException.class, failure -> {
      assertThat(failure.reason()).isEqualTo(Cause.STARTING);
      assertThat(failure).hasMessage("connection refused");
    });
  }

  @Test
  void endBeforeThePortWasAcceptedIsAFailure() throws Exception {
    start(new Behaviour() {
      @Override
      public void opened(Channel channel) {
        channel.writeAndFlush(portFrame(0));
        channel.writeAndFlush(new CloseWebSocketFrame(1011, "no such thing"));
      }
    });
    assertThat(failure(carrier(NO_CREDENTIALS))).hasMessage("WebSocket closed with 1011 no such thing");
  }

  @Test
  void endByThePodClosesTheChannel() throws Exception {
    start(new Behaviour() {});
    Channel channel = connect(carrier(NO_CREDENTIALS));
    var seen = new Received();
    seen.attach(channel);
    server.connections.getFirst().writeAndFlush(new CloseWebSocketFrame(1000, ""));

    await().until(() -> !channel.isOpen());
    assertThat(seen.failures()).isEmpty();
  }

  @Test
  void bytesThatArriveEarlyWaitForTheFirstRead() throws Exception {
    start(new Behaviour() {
      @Override
      public void opened(Channel channel) {
        channel.write(portFrame(0));
        channel.write(portFrame(1));
        channel.writeAndFlush(message(0, Unpooled.copiedBuffer("hello", StandardCharsets.UTF_8)));
      }
    });
    Channel channel = connect(carrier(NO_CREDENTIALS));
    var back = new Received();
    channel.eventLoop().submit(() -> channel.pipeline().addLast(back)).sync();

    assertThat(channel.config().isAutoRead()).isFalse();
    assertThat(back.length()).isZero();

    channel.config().setAutoRead(true);
    await().until(() -> back.length() == 5);
  }

  @Test
  void pongHasThePayloadOfThePing() throws Exception {
    List<String> pongs = new CopyOnWriteArrayList<>();
    start(new Behaviour() {
      @Override
      public void frame(Channel channel, WebSocketFrame frame) {
        if (frame instanceof PongWebSocketFrame) {
          pongs.add(frame.content().toString(StandardCharsets.UTF_8));
        }
      }
    });
    Channel channel = connect(carrier(NO_CREDENTIALS));
    channel.config().setAutoRead(true);
    server.connections.getFirst()
        .writeAndFlush(new PingWebSocketFrame(Unpooled.copiedBuffer("there?", StandardCharsets.UTF_8)));

    await().until(() -> pongs.equals(List.of("there?")));
  }

  @Test
  void closingSendsACloseFrame() throws Exception {
    List<Integer> codes = new CopyOnWriteArrayList<>();
    start(new Behaviour() {
      @Override
      public void frame(Channel channel, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
          codes.add(close.statusCode());
        }
      }
    });
    connect(carrier(NO_CREDENTIALS)).close().sync();

    await().until(() -> codes.equals(List.of(1000)) && !server.connections.getFirst().isOpen());
  }

  @Test
  void serverThatStopsReadingMakesTheChannelUnwritable() throws Exception {
    AtomicLong taken = new AtomicLong();
    start(new Behaviour() {
      @Override
      public void frame(Channel channel, WebSocketFrame frame) {
        taken.addAndGet(frame.content().readableBytes() - 1);
      }
    });
    Channel channel = connect(carrier(NO_CREDENTIALS));
    server.connections.getFirst().config().setAutoRead(false);
    long written = 0;
    while (channel.isWritable() && written < 64 * MIB) {
      channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[16 * 1024])).awaitUninterruptibly(10);
      written += 16 * 1024;
    }

    assertThat(written).isLessThan(64 * MIB);

    long all = written;
    server.connections.getFirst().config().setAutoRead(true);
    await().until(() -> taken.get() == all && channel.isWritable());
  }

  @Test
  void readerThatStopsPausesTheServer() throws Exception {
    start(new Behaviour() {});
    Channel channel = connect(carrier(NO_CREDENTIALS));
    Channel remote = server.connections.getFirst();
    long written = 0;
    while (remote.isWritable() && written < 64 * MIB) {
      remote.writeAndFlush(message(0, Unpooled.wrappedBuffer(new byte[32 * 1024]))).awaitUninterruptibly(10);
      written += 32 * 1024;
    }

    assertThat(written).isLessThan(64 * MIB);

    var back = new Received();
    back.attach(channel);
    long all = written;
    await().until(() -> back.length() == all);
  }

  @ParameterizedTest
  @CsvSource({"403", "404", "502"})
  void webSocketIsUsedWhereAProxyRefusesSpdy(int status) throws Exception {
    start(refusingSpdy(status, ""));
    assertThat(connect(carrier(NO_CREDENTIALS)).isActive()).isTrue();
  }

  @Test
  void webSocketIsUsedWhereAProxyTakesTheUpgradeAway() throws Exception {
    start(refusingSpdy(400, "{\"message\":\"Upgrade request required\"}"));
    assertThat(connect(carrier(NO_CREDENTIALS)).isActive()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"500,''", "400,'{\"message\":\"pod gateway-0 does not have a host assigned\"}'"})
  void podThatDoesNotRunYetIsNoReasonForWebSocket(int status, String body) throws Exception {
    start(refusingSpdy(status, body));
    assertThat(failure(carrier(NO_CREDENTIALS)).reason()).isEqualTo(Cause.STARTING);
    assertThat(server.requests).isEmpty();
  }

  private static Behaviour refusingSpdy(int status, String body) {
    return new Behaviour() {
      @Override
      public OptionalInt spdyStatus() {
        return OptionalInt.of(status);
      }

      @Override
      public String spdyBody() {
        return body;
      }
    };
  }

  @Test
  void spdyIsTriedOnceWhereAProxyDropsIt() throws Exception {
    var spdyRequests = new AtomicInteger();
    start(new Behaviour() {
      @Override
      public OptionalInt spdyStatus() {
        spdyRequests.incrementAndGet();
        return OptionalInt.empty();
      }
    });
    var endpoint = new ApiEndpoint(server.address(), Optional.empty(), PKI.trust(), NO_CREDENTIALS, Optional.empty());
    var carrier = new PortForwardCarrier(endpoint, "shop", "gateway-0", 9800, Duration.ofSeconds(1),
        List.of(Spdy::new, WebSocket::new));

    assertThat(connect(carrier).isActive()).isTrue();
    assertThat(connect(carrier).isActive()).isTrue();
    assertThat(spdyRequests).hasValue(1);
  }

  @Test
  void silentServerFailsAfterTheTimeLimit() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      var endpoint = new ApiEndpoint(URI.create("https://127.0.0.1:" + silent.getLocalPort()), Optional.empty(),
          PKI.trust(),
          NO_CREDENTIALS, Optional.empty());
      var carrier = new PortForwardCarrier(endpoint, "shop", "gateway-0", 9800, Duration.ofSeconds(1),
          List.of(WebSocket::new));
      assertThat(failure(carrier)).hasMessageEndingWith("no answer within 1 s")
          .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Cause.RETRY));

      try (var accepted = silent.accept()) {
        accepted.setSoTimeout(2000);
        accepted.getInputStream().readAllBytes(); // to its end: the connection was closed
      }
    }
  }

  @Test
  void unreachableServerIsReported() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0)) {
      port = taken.getLocalPort();
    }
    var endpoint = new ApiEndpoint(URI.create("https://127.0.0.1:" + port), Optional.empty(), PKI.trust(),
        NO_CREDENTIALS,
        Optional.empty());

    assertThat(failure(new PortForwardCarrier(endpoint, "shop", "gateway-0", 9800)))
        .hasMessageContaining("cannot reach the API server https://127.0.0.1:" + port).hasMessageContaining("refused");
    var unknown = new ApiEndpoint(URI.create("https://nowhere.invalid"), Optional.empty(), PKI.trust(), NO_CREDENTIALS,
        Optional.empty());
    assertThat(failure(new PortForwardCarrier(unknown, "shop", "gateway-0", 9800)))
        .hasMessageContaining("no address is known for nowhere.invalid");
  }

  @Test
  void refusedCredentialsAreRenewedOnce() throws Exception {
    start(new Behaviour() {
      @Override
      public int status(HttpRequest request) {
        return "Bearer new".equals(request.headers().get("Authorization")) ? 101 : 401;
      }
    });
    connect(carrier(refused -> token(refused ? "new" : "old")));

    assertThat(server.requests).hasSize(2);
    assertThat(failure(carrier(refused -> token("old"))).reason()).isEqualTo(Cause.UNAUTHORIZED);
    assertThat(server.requests).hasSize(4);
  }

  @Test
  void failedLoginIsReported() throws Exception {
    start(new Behaviour() {});
    var failed = new CarrierException(Cause.UNAUTHORIZED, "the plugin says no", null);

    assertThat(failure(carrier(refused -> {
      throw failed;
    }))).isSameAs(failed);
  }

  private static Credentials token(String token) {
    return new Credentials(Map.of("Authorization", List.of("Bearer " + token)), Optional.empty());
  }

  private void start(Behaviour behaviour) throws Exception {
    server = new FakeApiServer(GROUP, PKI, behaviour);
  }

  private Carrier carrier(Login login) {
    var endpoint = new ApiEndpoint(server.address(), Optional.empty(), PKI.trust(), login, Optional.empty());
    return new PortForwardCarrier(endpoint, "shop", "gateway-0", 9800);
  }

  private static Channel connect(Carrier carrier) throws Exception {
    return carrier.open(GROUP.next()).sync().getNow();
  }

  private static CarrierException failure(Carrier carrier) {
    Future<Channel> opened = carrier.open(GROUP.next()).awaitUninterruptibly();
    assertThat(opened.cause()).isInstanceOf(CarrierException.class);
    return (CarrierException) opened.cause();
  }
}
