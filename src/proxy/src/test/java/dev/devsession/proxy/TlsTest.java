package dev.devsession.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A port whose key the routes name: clients speak TLS, and their requests are told apart. */
@Timeout(60)
class TlsTest {

  private static final String[] ADA = {"baggage", "devsession=ada"};
  private static final String[] BOTH = {"h2", "http/1.1"};

  @ParameterizedTest
  @EnumSource(Version.class)
  void requestsOfOneConnectionAreToldApart(Version version) throws Exception {
    try (var original = new TlsServer("original", BOTH);
        var machine = new TlsServer("machine", BOTH);
        var port = new TlsPort(original.port(), machine.port());
        var client = port.client(version)) {
      for (int i = 0; i < 3; i++) {
        assertThat(port.send(client).body()).startsWith("original");
        var answer = port.send(client, ADA);
        assertThat(answer.body()).startsWith("machine");
        assertThat(answer.version()).isEqualTo(version);
      }
      assertThat(port.proxy.health("/metrics").body()).contains(
          "requests_matched_total{port=\"" + port.proxy.port + "\",session=\"ada\"} 3.0",
          "requests_passed_total{port=\"" + port.proxy.port + "\"} 3.0",
          "tls_connections_passed_total{port=\"" + port.proxy.port + "\"} 0.0");
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void bodyOfManyRecordsArrivesWhole(Version version) throws Exception {
    try (var original = new TlsServer("original", BOTH);
        var machine = new TlsServer("machine", BOTH);
        var port = new TlsPort(original.port(), machine.port());
        var client = port.client(version)) {
      var body = BodyPublishers.ofByteArray(new byte[1_000_000]);

      assertThat(client.send(port.request().POST(body).build(), BodyHandlers.ofString()).body()).endsWith(" 1000000");
      assertThat(client.send(port.request(ADA).POST(body).build(), BodyHandlers.ofString()).body())
          .startsWith("machine").endsWith(" 1000000");
    }
  }

  @Test
  void clientGetsNoProtocolThatTheOriginalDoesNotSpeak() throws Exception {
    try (var original = new TlsServer("original", "http/1.1");
        var machine = new TlsServer("machine", BOTH);
        var port = new TlsPort(original.port(), machine.port());
        var client = port.client(Version.HTTP_2)) {
      assertThat(port.send(client).version()).isEqualTo(Version.HTTP_1_1);
      assertThat(port.send(client, ADA).body()).startsWith("machine");
    }
  }

  @Test
  void machineAnswersWhileTheOriginalIsAway() throws Exception {
    try (var machine = new TlsServer("machine", BOTH);
        var port = new TlsPort(RunningProxy.freePort(), machine.port());
        var client = port.client(Version.HTTP_2)) {
      var answer = port.send(client, ADA);

      assertThat(answer.body()).startsWith("machine");
      assertThat(answer.version()).isEqualTo(Version.HTTP_2);
    }
  }

  @Test
  void serversGetTheServerNameThatTheClientMeans() throws Exception {
    try (var original = new TlsServer("original", BOTH);
        var machine = new TlsServer("machine", BOTH);
        var port = new TlsPort(original.port(), machine.port());
        var client = port.socket("orders.shop")) {
      Loopback.send(client, SharedPort.get("/"));
      assertThat(SharedPort.head(client)).contains("200");
      assertThat(Loopback.read(client, "original orders.shop 0".length())).isEqualTo("original orders.shop 0");
      Loopback.send(client, SharedPort.get("/", SharedPort.ADA));
      assertThat(SharedPort.head(client)).contains("200");
      assertThat(Loopback.read(client, "machine orders.shop 0".length())).isEqualTo("machine orders.shop 0");
    }
  }

  @Test
  void renewedCertificateIsUsedWithoutARestart() throws Exception {
    try (var original = new TlsServer("original", BOTH);
        var machine = new TlsServer("machine", BOTH);
        var port = new TlsPort(original.port(), machine.port())) {
      try (var client = port.client(Version.HTTP_1_1)) {
        assertThat(port.send(client).statusCode()).isEqualTo(200);
      }
      port.write(TlsServer.key("renewed"));

      await().atMost(Duration.ofSeconds(10)).ignoreExceptionsInstanceOf(SSLException.class).untilAsserted(() -> {
        try (var client = port.client(Version.HTTP_1_1)) {
          assertThat(port.send(client).statusCode()).isEqualTo(200);
        }
      });
    }
  }

  @Test
  void withoutAKeyTheOriginalShowsItsOwn() throws Exception {
    try (var original = new TlsServer("original", BOTH);
        var machine = new TlsServer("machine", BOTH);
        var port = new TlsPort(original.port(), machine.port())) {
      Files.delete(port.folder.resolve("tls.key"));

      try (var client = port.client(Version.HTTP_1_1)) {
        assertThatThrownBy(() -> port.send(client, ADA)).isInstanceOf(SSLException.class);
      }
      assertThat(port.proxy.health("/metrics").body())
          .contains("tls_connections_passed_total{port=\"" + port.proxy.port + "\"} 1.0");
    }
  }

  @Test
  void requestForAMachineThatSpeaksNoTlsGoesToTheOriginal() throws Exception {
    try (var original = new TlsServer("original", BOTH);
        var plain = Loopback.listen();
        var port = new TlsPort(original.port(), plain.getLocalPort());
        var client = port.client(Version.HTTP_1_1)) {
      Thread.ofVirtual().start(() -> answerInPlainText(plain));

      assertThat(port.send(client, ADA).body()).startsWith("original");
      assertThat(port.proxy.health("/metrics").body()).contains("requests_fell_back_total{port=\"" + port.proxy.port
          + "\",reason=\"no_tls\",session=\"ada\"} 1.0");
    }
  }

  private static void answerInPlainText(ServerSocket server) {
    try (var accepted = server.accept()) {
      Loopback.send(accepted, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
      accepted.shutdownOutput();
      accepted.getInputStream().readAllBytes();
    } catch (IOException e) {
      // The proxy has reset it.
    }
  }

  @Test
  void connectionWithoutTlsGoesOnAsBefore() throws Exception {
    try (var original = Loopback.listen();
        var machine = Loopback.listen();
        var port = new TlsPort(original.getLocalPort(), machine.getLocalPort());
        var client = Loopback.connect(port.proxy.port)) {
      Loopback.send(client, SharedPort.get("/", SharedPort.ADA));
      try (var accepted = Loopback.accept(machine)) {
        assertThat(SharedPort.head(accepted)).isEqualTo(SharedPort.get("/", SharedPort.ADA));
      }
    }
  }

  @Test
  void otherProtocolInTlsGoesToTheOriginalAndKeepsItsHalves() throws Exception {
    try (var original = tlsListen();
        var port = new TlsPort(original.getLocalPort(), RunningProxy.freePort());
        var client = port.socket("orders.shop")) {
      var server = Thread.ofVirtual().start(() -> echoUntilTheEnd(original));
      Loopback.send(client, "HELO x\r\nand more");
      client.shutdownOutput();

      assertThat(SharedPort.rest(client)).isEqualTo("HELO x\r\nand more");
      server.join();
    }
  }

  private static ServerSocket tlsListen() throws Exception {
    return serverContext().getServerSocketFactory().createServerSocket(0, 0, InetAddress.getLoopbackAddress());
  }

  private static SSLContext serverContext() throws Exception {
    var context = SSLContext.getInstance("TLS");
    var managers = TlsServer.key("original").toKeyManagerFactory().getKeyManagers();
    context.init(managers, null, null);
    return context;
  }

  private static void echoUntilTheEnd(ServerSocket server) {
    while (true) {
      try (var accepted = (SSLSocket) server.accept()) {
        var all = new String(accepted.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!all.isEmpty()) {
          Loopback.send(accepted, all);
          return;
        }
      } catch (IOException e) {
        // A connection that was given up.
      }
    }
  }

  @Test
  void answerThatIsCutOffDoesNotLookWhole() throws Exception {
    try (var original = Loopback.listen();
        var port = new TlsPort(original.getLocalPort(), RunningProxy.freePort());
        var client = port.socket("orders.shop")) {
      var sent = CompletableFuture.runAsync(() -> send(client, SharedPort.get("/")));
      try (var plain = Loopback.accept(original);
          var accepted = (SSLSocket) serverContext().getSocketFactory().createSocket(plain, null, false)) {
        SharedPort.head(accepted);
        Loopback.send(accepted, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhalf");
        sent.join();
        assertThat(SharedPort.head(client)).contains("200");
        assertThat(Loopback.read(client, 4)).isEqualTo("half");
        Loopback.reset(plain);

        assertThatThrownBy(() -> SharedPort.rest(client)).isInstanceOf(IOException.class);
      }
    }
  }

  private static void send(Socket client, String text) {
    try {
      Loopback.send(client, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
