package dev.devsession.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsession.proxy.Loopback;
import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.carrier.tls.TlsCarrier;
import dev.devsession.tunnel.keys.EphemeralCertificate;
import dev.devsession.tunnel.stream.ShortWay;
import dev.devsession.tunnel.stream.TunnelConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** New streams take the short way while it is open, and the other one when it is lost. */
@Timeout(60)
class ShortWayTest {

  private final EphemeralCertificate own = EphemeralCertificate.create(Instant.now());
  private final RunningGateway gateway = new RunningGateway("127.0.0.0/8");
  private final Machine ada = gateway.machine("ada");
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    callers.shutdownNow();
    ada.close();
    gateway.close();
  }

  private TlsCarrier carrier(int port) throws Exception {
    var offer = ada.connect(ConnectionRole.REVERSE, own).orElseThrow();
    assertThat(offer.port()).isEqualTo(gateway.tlsPort);
    assertThat(offer.podAddresses()).containsExactly("127.0.0.1");
    return new TlsCarrier(new InetSocketAddress("127.0.0.1", port), own, offer.certificate());
  }

  @Test
  void newStreamsTakeItInBothDirections() throws Exception {
    var carrier = carrier(gateway.tlsPort);
    var reverse = ada.connect(ConnectionRole.REVERSE, carrier);
    var forward = ada.connect(ConnectionRole.FORWARD, carrier);
    try (var server = Loopback.listen();
        var caller = gateway.call(server.getLocalPort());
        var target = Loopback.accept(server)) {
      talk(caller, target);
      assertThat(ada.callOnLoop(reverse::streams)).isEqualTo(1);

      try (var client = Loopback.connect(ada.listen(forward, "127.0.0.1:" + server.getLocalPort()));
          var other = Loopback.accept(server)) {
        talk(client, other);
      }
      assertThat(gateway.ready().body()).endsWith("streams: 0, by the short way: 1");
    }
  }

  @Test
  void streamsThatWereOpenBeforeStayWhereTheyAre() throws Exception {
    var carrier = carrier(gateway.tlsPort);
    try (var server = Loopback.listen();
        var caller = gateway.call(server.getLocalPort());
        var target = Loopback.accept(server)) {
      talk(caller, target);

      var reverse = ada.connect(ConnectionRole.REVERSE, carrier);

      talk(caller, target);
      assertThat(ada.callOnLoop(reverse::streams)).isZero();
    }
  }

  @Test
  void whatACallerSendsAtOnceWaitsForTheMachine() throws Exception {
    ada.connect(ConnectionRole.REVERSE, carrier(gateway.tlsPort));
    try (var server = Loopback.listen(); var caller = gateway.call(server.getLocalPort())) {
      Loopback.send(caller, "early");
      caller.shutdownOutput();
      try (var target = Loopback.accept(server)) {
        assertThat(new String(target.getInputStream().readAllBytes())).isEqualTo("early");
        Loopback.send(target, "answer");
      }
      assertThat(new String(caller.getInputStream().readAllBytes())).isEqualTo("answer");
    }
  }

  /** Each caller opens a connection for each request, and never two at a time. */
  @Test
  void lossWithoutASignFailsNoNewStream() throws Exception {
    try (var line = new Line(gateway.tlsPort); var server = new LoopbackEcho()) {
      var reverse = ada.connect(ConnectionRole.REVERSE, carrier(line.port()));
      askMany(server.port());
      assertThat(gateway.ready().body()).contains("by the short way");

      line.drop();

      askMany(server.port());
      await().until(() -> !gateway.ready().body().contains("by the short way"));
      askMany(server.port());
      assertThat(reverse.closed().isDone()).isFalse();
    }
  }

  @Test
  void callersThatComeWhileItIsResetAreServed() throws Exception {
    try (var line = new Line(gateway.tlsPort); var server = new LoopbackEcho()) {
      var reverse = ada.connect(ConnectionRole.REVERSE, carrier(line.port()));
      var running = new ArrayList<Future<Boolean>>();
      ada.callOnLoop(() -> {
        for (int i = 0; i < 20; i++) { // none of them is connected to its target before the reset
          running.add(callers.submit(() -> ask(gateway.call(server.port()))));
        }
        await().untilAsserted(() -> assertThat(gateway.metrics()).contains("to=\"machine\"} 20"));
        line.reset();
        return null;
      });
      for (var each : running) {
        assertThat(each.get()).isTrue();
      }
      await().until(() -> reverse.closed().isDone());
    }
  }

  @Test
  void agentsStreamsFallBackToo() throws Exception {
    try (var line = new Line(gateway.tlsPort); var server = new LoopbackEcho()) {
      var other = ada.connect(ConnectionRole.FORWARD);
      var carrier = carrier(line.port());
      var way = new ShortWay(ada.connect(ConnectionRole.FORWARD, carrier), ada.loop);
      int port = ada.listen(way.before(() -> other), "127.0.0.1:" + server.port());
      assertThat(ask(Loopback.connect(port))).isTrue();
      assertThat(streams(other)).isZero();

      line.drop();

      assertThat(ask(Loopback.connect(port))).isTrue();
      assertThat(ada.callOnLoop(way::answers)).isFalse();
    }
  }

  /** A refusal of the machine is an answer, and no reason to ask again by another way. */
  @Test
  void portWithoutAListenerIsRefusedOnce() throws Exception {
    ada.connect(ConnectionRole.REVERSE, carrier(gateway.tlsPort));
    int unused;
    try (var server = Loopback.listen()) {
      unused = server.getLocalPort();
    }
    try (var caller = gateway.call(unused)) {
      assertThatThrownBy(() -> caller.getInputStream().read()).isInstanceOf(SocketException.class);
    }
    assertThat(gateway.ready().body()).endsWith("streams: 0, by the short way: 0");
  }

  @Test
  void gatewayThatStopsTakesItNoMore() throws Exception {
    var reverse = ada.connect(ConnectionRole.REVERSE, carrier(gateway.tlsPort));
    try (var server = Loopback.listen();
        var caller = gateway.call(server.getLocalPort());
        var target = Loopback.accept(server)) {
      talk(caller, target);
      gateway.drain();

      try (var second = gateway.call(server.getLocalPort()); var other = Loopback.accept(server)) {
        talk(second, other);
        talk(caller, target);
        assertThat(ada.callOnLoop(reverse::streams)).isEqualTo(1);
      }
      await().until(() -> !Loopback.accepts(gateway.tlsPort));
    }
  }

  /** A proxy that waits for notices asks its clients to move, since what they have ends after a while. */
  @Test
  void callersAreAskedToMoveWhenAnotherAgentTakesOver() throws Exception {
    ada.connect(ConnectionRole.REVERSE, carrier(gateway.tlsPort));
    try (var notices = gateway.hello(0, 0, 0);
        var server = Loopback.listen();
        var caller = gateway.call(server.getLocalPort());
        var target = Loopback.accept(server);
        var bob = new Machine(gateway.tunnelPort, Machine.takingOver(RunningGateway.SESSION, "bob"))) {
      talk(caller, target);

      bob.connect(ConnectionRole.REVERSE);

      assertThat(notices.getInputStream().read()).isEqualTo(1);
      talk(caller, target);
    }
  }

  @Test
  void callersAreAskedToMoveWhenPortForwardIsBack() throws Exception {
    try (var line = new Line(gateway.tunnelPort);
        var byLine = new Machine(line.port(), ada.identity);
        var notices = gateway.hello(0, 0, 0);
        var server = Loopback.listen()) {
      var offer = byLine.connect(ConnectionRole.REVERSE, own).orElseThrow();
      byLine.connect(ConnectionRole.REVERSE,
          new TlsCarrier(new InetSocketAddress("127.0.0.1", gateway.tlsPort), own, offer.certificate()));
      try (var caller = gateway.call(server.getLocalPort()); var target = Loopback.accept(server)) {
        talk(caller, target);

        line.reset();
        await().until(() -> gateway.ready().statusCode() == 503);
        ada.connect(ConnectionRole.REVERSE, own);

        assertThat(notices.getInputStream().read()).isEqualTo(1);
        talk(caller, target);
      }
    }
  }

  private int streams(TunnelConnection connection) throws Exception {
    return ada.callOnLoop(connection::streams);
  }

  private static void talk(Socket caller, Socket target) throws IOException {
    Loopback.send(caller, "hello");
    assertThat(Loopback.read(target, 5)).isEqualTo("hello");
    Loopback.send(target, "you");
    assertThat(Loopback.read(caller, 3)).isEqualTo("you");
  }

  private void askMany(int port) throws Exception {
    Callable<Boolean> tenInARow = () -> {
      for (int i = 0; i < 10; i++) {
        if (!ask(gateway.call(port))) {
          return false;
        }
      }
      return true;
    };
    List<Future<Boolean>> all = callers.invokeAll(List.of(tenInARow, tenInARow, tenInARow, tenInARow));
    for (var each : all) {
      assertThat(each.get()).isTrue();
    }
  }

  private static boolean ask(Socket socket) throws IOException {
    try (socket) {
      Loopback.send(socket, "ping");
      return "ping".equals(Loopback.read(socket, 4));
    }
  }
}
