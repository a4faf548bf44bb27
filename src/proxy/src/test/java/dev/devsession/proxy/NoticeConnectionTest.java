package dev.devsession.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a proxy makes of notices; the test is the gateway. */
@Timeout(60)
class NoticeConnectionTest {

  private static final String REQUEST = "GET / HTTP/1.1\r\n\r\n";
  private static final String ANSWER = "HTTP/1.1 204 No Content\r\n\r\n";

  private ServerSocket gateway;

  @BeforeEach
  void listen() throws Exception {
    gateway = Loopback.listen();
  }

  @AfterEach
  void close() throws Exception {
    gateway.close();
  }

  private String via(int hostPort) {
    return hostPort + " via 127.0.0.1:" + gateway.getLocalPort();
  }

  @Test
  void gatewayOfSeveralRoutesGetsOneConnectionUntilItsLastRouteGoes() throws Exception {
    int other = RunningProxy.freePort();
    try (var proxy = RunningProxy.with("PORT=" + via(3000) + "\n" + other + "=" + via(3001));
        var notices = accept(0)) {
      gateway.setSoTimeout(300);
      assertThatThrownBy(gateway::accept).isInstanceOf(SocketTimeoutException.class);

      proxy.volume.write(other + "=" + via(3001));
      await().until(() -> !Loopback.accepts(proxy.port));
      notices.setSoTimeout(300);
      assertThatThrownBy(() -> notices.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

      proxy.volume.write(other + "=127.0.0.1:1");
      notices.setSoTimeout(20_000);
      assertThat(notices.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void eachByteAsksTheClientsBehindThatGatewayToMove() throws Exception {
    int other = RunningProxy.freePort();
    int direct = RunningProxy.freePort();
    try (var server = Loopback.listen();
        var proxy = RunningProxy.with("PORT=" + via(3000) + "\n" + other + "=" + via(3001) + "\n" + direct
            + "=127.0.0.1:" + server.getLocalPort());
        var notices = accept(0);
        var one = Loopback.connect(proxy.port);
        var oneTarget = accept(3000);
        var two = Loopback.connect(other);
        var twoTarget = accept(3001);
        var past = Loopback.connect(direct);
        var pastTarget = Loopback.accept(server)) {
      Http2Bytes.begin(one, oneTarget);
      Http2Bytes.begin(two, twoTarget);
      Http2Bytes.begin(past, pastTarget);

      notices.getOutputStream().write(1);

      Http2Bytes.assertGoAway(one);
      Http2Bytes.assertGoAway(two);
      Http2Bytes.answer(past, pastTarget);
      try (var later = Loopback.connect(proxy.port); var laterTarget = accept(3000)) {
        Http2Bytes.begin(later, laterTarget);

        notices.getOutputStream().write(1);

        Http2Bytes.assertGoAway(later);
      }
      Http2Bytes.answer(one, oneTarget);
    }
  }

  @Test
  void finIsANoticeAndResetIsNone() throws Exception {
    try (var proxy = RunningProxy.with("PORT=" + via(3000))) {
      var ending = accept(0);
      try (var first = open(proxy); var firstTarget = accept(3000)) {
        Http2Bytes.begin(first, firstTarget);
        ending.getOutputStream().write(1);
        Http2Bytes.assertGoAway(first);
      }
      try (var client = open(proxy); var target = accept(3000)) {
        Http2Bytes.begin(client, target);
        ending.close();
        Http2Bytes.assertGoAway(client);
      }
      var failing = accept(0);
      try (var client = open(proxy); var target = accept(3000)) {
        Http2Bytes.begin(client, target);
        Loopback.reset(failing);
        try (var next = accept(0)) {
          Http2Bytes.answer(client, target);

          next.getOutputStream().write(1);
          Http2Bytes.assertGoAway(client);
        }
      }
    }
  }

  /** It may lead to the right place already, so only what its protocol allows is done to a connection. */
  @Test
  void connectionWhoseClientCannotBeAskedStaysAndAnExchangeHasNoTimeLimit() throws Exception {
    try (var proxy = RunningProxy.with("PORT=" + via(3000));
        var notices = accept(0);
        var kept = open(proxy);
        var keptTarget = accept(3000);
        var opaque = open(proxy);
        var opaqueTarget = accept(3000);
        var waiting = open(proxy);
        var waitingTarget = accept(3000)) {
      exchange(kept, keptTarget, REQUEST, ANSWER);
      exchange(opaque, opaqueTarget, "ping", "pong");
      Loopback.send(waiting, REQUEST);
      assertThat(Loopback.read(waitingTarget, REQUEST.length())).isEqualTo(REQUEST);

      notices.getOutputStream().write(1);

      assertThat(kept.getInputStream().read()).isEqualTo(-1);
      assertThat(keptTarget.getInputStream().read()).isEqualTo(-1);
      kept.shutdownOutput();
      keptTarget.shutdownOutput();
      var both = "connections_active{port=\"" + proxy.port + "\"} 2.0";
      await().until(() -> proxy.health("/metrics").body().contains(both));
      // By then, one whose client must close would be reset.
      await().during(Duration.ofSeconds(3)).until(() -> proxy.health("/metrics").body().contains(both));
      exchange(opaque, opaqueTarget, "ping", "pong");
      Loopback.send(waitingTarget, ANSWER);
      assertThat(Loopback.read(waiting, ANSWER.length() + 19)).contains("Connection: close\r\n");
    }
  }

  @Test
  void olderGatewayThatResetsItChangesNothingForCallersAndIsLoggedOnce() throws Exception {
    try (var proxy = ProxyProcess.ready("PORT=" + via(3000), List.of(), Map.of())) {
      Loopback.reset(accept(0));
      try (var client = Loopback.connect(proxy.port); var target = accept(3000)) {
        exchange(client, target, REQUEST, ANSWER);
        Loopback.reset(accept(0));
        Loopback.reset(accept(0));
        exchange(client, target, REQUEST, ANSWER);
      }
      assertThat(proxy.output()).containsOnlyOnce("reset the connection for notices");
    }
  }

  @Test
  void connectionIsNotCountedAndDoesNotHoldUpTheEndOfTheProxy() throws Exception {
    try (var proxy = RunningProxy.with("PORT=" + via(3000)); var notices = accept(0)) {
      assertThat(proxy.health("/metrics").body()).contains("connections_total{port=\"" + proxy.port + "\"} 0.0");

      assertThat(proxy.drain()).succeedsWithin(Duration.ofSeconds(10));

      assertThat(notices.getInputStream().read()).isEqualTo(-1);
    }
  }

  /** The proxy's next connection, which must begin with this port, or with three zeros. */
  private Socket accept(int port) throws IOException {
    var accepted = Loopback.accept(gateway);
    assertThat(accepted.getInputStream().readNBytes(2)).containsExactly(port >> 8, port & 0xff);
    if (port == 0) {
      assertThat(accepted.getInputStream().read()).isZero();
    }
    return accepted;
  }

  private static Socket open(RunningProxy proxy) throws IOException {
    return Loopback.connect(proxy.port);
  }

  private static void exchange(Socket client, Socket target, String request, String answer) throws IOException {
    Loopback.send(client, request);
    assertThat(Loopback.read(target, request.length())).isEqualTo(request);
    Loopback.send(target, answer);
    assertThat(Loopback.read(client, answer.length())).isEqualTo(answer);
  }
}
