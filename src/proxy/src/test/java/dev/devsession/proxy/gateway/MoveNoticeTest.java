package dev.devsession.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devsession.proxy.Http2Bytes;
import dev.devsession.proxy.Loopback;
import dev.devsession.proxy.RunningProxy;
import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.stream.TunnelConnection;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** HTTP connections that clients keep, through a proxy and a gateway that moves or changes its agent. */
@Timeout(60)
class MoveNoticeTest {

  private static final String REQUEST = "GET / HTTP/1.1\r\n\r\n";
  private static final String ANSWER = "HTTP/1.1 204 No Content\r\n\r\n";
  private static final String LAST_ANSWER = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";

  private RunningGateway gateway;
  private Machine ada;
  private Machine bob;
  private ServerSocket server;
  private RunningProxy proxy;

  @BeforeEach
  void start() throws Exception {
    gateway = new RunningGateway();
    ada = gateway.machine("ada");
    bob = new Machine(gateway.tunnelPort, Machine.takingOver(RunningGateway.SESSION, "bob"));
    server = Loopback.listen();
    proxy = RunningProxy.with("PORT=" + server.getLocalPort() + " via 127.0.0.1:" + gateway.callersPort);
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    server.close();
    bob.close();
    ada.close();
    gateway.close();
  }

  @Test
  void takeOverMovesKeptConnectionsToTheNewAgent() throws Exception {
    var before = ada.connect(ConnectionRole.REVERSE);
    try (var http1 = Loopback.connect(proxy.port);
        var http1Target = Loopback.accept(server);
        var http2 = Loopback.connect(proxy.port);
        var http2Target = Loopback.accept(server)) {
      exchange(http1, http1Target, ANSWER);
      ask(http1, http1Target);
      Http2Bytes.begin(http2, http2Target);

      bob.connect(ConnectionRole.FORWARD);
      var after = bob.connect(ConnectionRole.REVERSE);

      Http2Bytes.assertGoAway(http2);
      answer(http1, http1Target, LAST_ANSWER);
      Http2Bytes.answer(http2, http2Target);
      try (var next = Loopback.connect(proxy.port); var nextTarget = Loopback.accept(server)) {
        exchange(next, nextTarget, ANSWER);
        assertThat(streams(bob, after)).isEqualTo(1);
        assertThat(streams(ada, before)).isEqualTo(2);
        exchange(next, nextTarget, ANSWER);
      }
    }
  }

  @Test
  void newerConnectionOfTheSameAgentMovesThemToo() throws Exception {
    ada.connect(ConnectionRole.REVERSE);
    try (var http2 = Loopback.connect(proxy.port); var http2Target = Loopback.accept(server)) {
      Http2Bytes.begin(http2, http2Target);

      ada.connect(ConnectionRole.REVERSE);

      Http2Bytes.assertGoAway(http2);
    }
  }

  @Test
  void gatewayThatStopsMovesKeptConnectionsAgainAndAgain() throws Exception {
    ada.connect(ConnectionRole.REVERSE);
    try (var http1 = Loopback.connect(proxy.port);
        var http1Target = Loopback.accept(server);
        var http2 = Loopback.connect(proxy.port);
        var http2Target = Loopback.accept(server)) {
      ask(http1, http1Target);
      Http2Bytes.begin(http2, http2Target);

      var drained = gateway.drain();

      Http2Bytes.assertGoAway(http2);
      answer(http1, http1Target, LAST_ANSWER);
      Http2Bytes.answer(http2, http2Target);
      try (var late = Loopback.connect(proxy.port); var lateTarget = Loopback.accept(server)) {
        Http2Bytes.begin(late, lateTarget);
        gateway.advance(Duration.ofSeconds(2));
        Http2Bytes.assertGoAway(late);
      }
      assertThat(drained).isNotDone();
    }
  }

  @Test
  void connectionForNoticesComesBackAfterTheGatewayHasRestarted() throws Exception {
    int callersPort = RunningProxy.freePort();
    var former = Loopback.listen("127.0.0.1", callersPort);
    try (var kept = RunningProxy.with("PORT=" + server.getLocalPort() + " via 127.0.0.1:" + callersPort)) {
      try (former; var notices = Loopback.accept(former)) {
        assertThat(notices.getInputStream().readNBytes(3)).containsExactly(0, 0, 0);
      }
      try (var restarted = new RunningGateway(callersPort);
          var first = restarted.machine("ada");
          var second = restarted.machine("ada")) {
        first.connect(ConnectionRole.REVERSE);
        try (var http2 = Loopback.connect(kept.port); var http2Target = Loopback.accept(server)) {
          Http2Bytes.begin(http2, http2Target);

          second.connect(ConnectionRole.REVERSE);

          Http2Bytes.assertGoAway(http2);
        }
      }
    }
  }

  @Test
  void gatewayKeepsAConnectionForNoticesWithoutAnAgentAndDoesNotCountIt() throws Exception {
    try (var notices = gateway.hello(0, 0, 0)) {
      notices.setSoTimeout(300);
      assertThatThrownBy(() -> notices.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
      gateway.advance(Duration.ofSeconds(6));
      assertThatThrownBy(() -> notices.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
      assertThat(gateway.metrics()).contains("devsession_gateway_connections_total{to=\"machine\"} 0.0")
          .doesNotContain("dial_failures_total{");

      assertThat(gateway.drain()).succeedsWithin(Duration.ofSeconds(5));

      assertThat(notices.getInputStream().read()).isEqualTo(1);
    }
  }

  @Test
  void callerThatDoesNotSayAPortIsReset() throws Exception {
    try (var caller = Loopback.connect(gateway.callersPort)) {
      caller.setSoTimeout(300);
      assertThatThrownBy(() -> caller.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

      gateway.advance(Duration.ofSeconds(6));

      assertThatThrownBy(() -> caller.getInputStream().read()).hasMessageContaining("reset");
    }
  }

  private static void exchange(Socket client, Socket target, String answer) throws Exception {
    ask(client, target);
    answer(client, target, answer);
  }

  private static void ask(Socket client, Socket target) throws Exception {
    Loopback.send(client, REQUEST);
    assertThat(Loopback.read(target, REQUEST.length())).isEqualTo(REQUEST);
  }

  private static void answer(Socket client, Socket target, String expected) throws Exception {
    Loopback.send(target, ANSWER);
    assertThat(Loopback.read(client, expected.length())).isEqualTo(expected);
  }

  private static int streams(Machine machine, TunnelConnection connection) throws Exception {
    return machine.callOnLoop(connection::streams);
  }
}
