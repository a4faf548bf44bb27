package dev.devsession.proxy;

import static dev.devsession.proxy.SharedPort.ADA;
import static dev.devsession.proxy.SharedPort.get;
import static dev.devsession.proxy.SharedPort.head;
import static dev.devsession.proxy.SharedPort.ok;
import static dev.devsession.proxy.SharedPort.rest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets a connection whose protocol has no requests to tell apart, and how long that takes to find out. */
@Timeout(60)
class ProtocolChoiceTest {

  @ParameterizedTest
  @ValueSource(strings = {"\u0016\u0003\u0001 a TLS hello", "\0\0\0\u0008\4\2\u0016\u002f", "*1\r\n$4\r\nPING\r\n",
      "get /key\r\n", "OPTIONS rtsp://a/b RTSP/1.0\r\n", "GET /\r\n", "HELO x\r\n"})
  void otherProtocolGoesWholeToTheOriginalAndKeepsItsHalves(String first) throws Exception {
    try (var port = SharedPort.matching(); var client = port.client()) {
      Loopback.send(client, first + get("/", ADA));
      client.shutdownOutput();

      try (var original = Loopback.accept(port.original)) {
        assertThat(rest(original)).isEqualTo(first + get("/", ADA));
        Loopback.send(original, "answer");
      }
      assertThat(rest(client)).isEqualTo("answer");
    }
  }

  @Test
  void encryptedConnectionThatGoesToTheOriginalIsCounted() throws Exception {
    try (var port = SharedPort.matching(); var client = port.client()) {
      var hello = "\u0016\u0003\u0001\u0002\u0000\u0001 and more";
      Loopback.send(client, hello);

      try (var original = Loopback.accept(port.original)) {
        assertThat(Loopback.read(original, hello.length())).isEqualTo(hello);
      }
      assertThat(port.proxy.health("/metrics").body())
          .contains("devsession_proxy_tls_connections_passed_total{port=\"" + port.proxy.port + "\"} 1.0");
    }
  }

  @Test
  void serverThatSpeaksFirstIsHeardAtOnce() throws Exception {
    try (var port = SharedPort.matching(); var client = port.client()) {
      long begin = System.nanoTime();
      try (var original = Loopback.accept(port.original)) {
        Loopback.send(original, "220 ready");
        assertThat(Loopback.read(client, 9)).isEqualTo("220 ready");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));

        Loopback.send(client, get("/", ADA));
        assertThat(head(original)).isEqualTo(get("/", ADA));
      }
    }
  }

  @Test
  void requestsOfAClientThatConnectedLongBeforeAreToldApart() throws Exception {
    try (var port = SharedPort.matching(); var client = port.client(); var original = Loopback.accept(port.original)) {
      Loopback.send(client, get("/1", ADA));
      try (var machine = Loopback.accept(port.machine)) {
        assertThat(head(machine)).isEqualTo(get("/1", ADA));
        Loopback.send(machine, ok("one"));
      }
      assertThat(Loopback.read(client, ok("one").length())).isEqualTo(ok("one"));

      // The connection that waited for the server's first word is used.
      Loopback.send(client, get("/2"));
      assertThat(head(original)).isEqualTo(get("/2"));
    }
  }

  @Test
  void settingsThatAServerSendsFirstDoNotMakeTheProtocolUnknown() throws Exception {
    try (var port = SharedPort.matching(); var client = port.client()) {
      try (var original = Loopback.accept(port.original)) {
        Loopback.send(original, "\0\0\0\4\0\0\0\0\0");
        assertThatThrownBy(() -> rest(original)).isInstanceOf(SocketException.class);
      }

      Loopback.send(client, get("/1", ADA));
      try (var machine = Loopback.accept(port.machine)) {
        assertThat(head(machine)).isEqualTo(get("/1", ADA));
      }
    }
  }

  @Test
  void clientThatSaysNothingAndClosesIsSeenByTheOriginal() throws Exception {
    try (var port = SharedPort.matching(); var client = port.client()) {
      client.shutdownOutput();

      try (var original = Loopback.accept(port.original)) {
        assertThat(rest(original)).isEmpty();
      }
      assertThat(rest(client)).isEmpty();
    }
  }

  @Test
  void sessionThatAsksForAllGetsConnectionsWhole() throws Exception {
    try (var port = SharedPort.with("all"); var client = port.client(); var machine = Loopback.accept(port.machine)) {
      Loopback.send(machine, "220 ready");
      assertThat(Loopback.read(client, 9)).isEqualTo("220 ready");
      Loopback.send(client, get("/not-its-rule"));
      assertThat(head(machine)).isEqualTo(get("/not-its-rule"));
    }
  }

  @Test
  void originalGetsConnectionsWholeWhenTheMachineOfAllIsAway() throws Exception {
    try (var port = SharedPort.with("all")) {
      port.machine.close();
      try (var client = port.client(); var original = Loopback.accept(port.original)) {
        Loopback.send(client, "anything");
        assertThat(Loopback.read(original, 8)).isEqualTo("anything");
      }
    }
  }

  @Test
  void connectionThatASessionHasWholeEndsWithTheSession() throws Exception {
    try (var port = SharedPort.with("all"); var client = port.client(); var machine = Loopback.accept(port.machine)) {
      ReloadTest.swap(port.proxy, port.alone(port.proxy.port));

      assertThat(rest(client)).isEmpty();
      assertThat(rest(machine)).isEmpty();
    }
  }

  @Test
  void portMayChangeBetweenPlainAndShared() throws Exception {
    try (var port = SharedPort.matching(); var shared = port.client()) {
      Loopback.send(shared, get("/1"));
      try (var original = Loopback.accept(port.original)) {
        head(original);
        ReloadTest.swap(port.proxy, port.proxy.port + "=127.0.0.1:" + port.machine.getLocalPort());

        try (var plain = port.client(); var machine = Loopback.accept(port.machine)) {
          Loopback.send(plain, get("/2"));
          assertThat(head(machine)).isEqualTo(get("/2"));
        }
        Loopback.send(original, ok("last"));
        assertThat(rest(shared)).isEqualTo(ok("last").replace("OK\r\n", "OK\r\nConnection: close\r\n"));
      }
      ReloadTest.swap(port.proxy, port.routes(port.proxy.port, "matching"));
      try (var again = port.client()) {
        Loopback.send(again, get("/3", ADA));
        try (var machine = Loopback.accept(port.machine)) {
          assertThat(head(machine)).isEqualTo(get("/3", ADA));
        }
      }
    }
  }

  @Test
  void clientThatHasSaidNothingIsClosedByADrain() throws Exception {
    try (var port = SharedPort.matching(); var client = port.client()) {
      try (var original = Loopback.accept(port.original)) {
        var drained = port.proxy.drain();

        assertThat(rest(client)).isEmpty();
        assertThatThrownBy(() -> rest(original)).isInstanceOf(SocketException.class);
        drained.join();
      }
    }
  }

  @Test
  void refusalOfAMachineThatIsAwaySaysWhy() throws Exception {
    try (var port = SharedPort.with("matching refuse"); var client = port.client()) {
      port.machine.close();

      Loopback.send(client, get("/", ADA));

      assertThat(rest(client)).startsWith("HTTP/1.1 503 Service Unavailable\r\n")
          .contains("Session ada asks for this request and has whenAway: Refuse; no machine took the connection");
    }
  }
}
