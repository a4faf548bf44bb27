package dev.devsession.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections with TLS that a session asks for by the server's name: they are passed on whole, without a key. */
@Timeout(60)
class ServerNameTest {

  @Test
  void connectionGoesWholeToTheSessionThatAsksForItsServerName() throws Exception {
    try (var original = new TlsServer("original", "http/1.1");
        var machine = new TlsServer("machine", "http/1.1");
        var proxy = proxy(original.port(), machine.port())) {
      assertThat(answer(proxy, "orders.shop", machine)).isEqualTo("machine orders.shop 0");
      assertThat(answer(proxy, "stock.shop", original)).isEqualTo("original stock.shop 0");
      assertThat(proxy.health("/metrics").body()).contains(
          "requests_matched_total{port=\"" + proxy.port + "\",session=\"ada\"} 1.0",
          "tls_connections_passed_total{port=\"" + proxy.port + "\"} 1.0");
    }
  }

  @Test
  void theOriginalAnswersWhileTheMachineIsAway() throws Exception {
    try (var original = new TlsServer("original", "http/1.1");
        var proxy = proxy(original.port(), RunningProxy.freePort())) {
      assertThat(answer(proxy, "orders.shop", original)).isEqualTo("original orders.shop 0");
    }
  }

  /** A ClientHello may come in several records and pieces. */
  @Test
  void serverNameIsAwaitedHoweverItIsCut() throws Exception {
    byte[] hello = clientHello("orders.shop");
    try (var original = Loopback.listen();
        var machine = Loopback.listen();
        var proxy = proxy(original.getLocalPort(), machine.getLocalPort());
        var client = Loopback.connect(proxy.port)) {
      byte[] records = inRecordsOf(60, hello);
      client.getOutputStream().write(Arrays.copyOf(records, 100));
      client.getOutputStream().write(records, 100, records.length - 100);

      try (var there = Loopback.accept(machine)) {
        assertThat(there.getInputStream().readNBytes(records.length)).isEqualTo(records);
      }
    }
  }

  @Test
  void whatIsNoClientHelloGoesToTheOriginal() throws Exception {
    try (var original = Loopback.listen();
        var machine = Loopback.listen();
        var proxy = proxy(original.getLocalPort(), machine.getLocalPort());
        var client = Loopback.connect(proxy.port)) {
      byte[] nonsense = {22, 3, 1, 0, 6, 1, 0, 0, 2, 3, 3, 23, 3, 3, 0, 1, 0};
      client.getOutputStream().write(nonsense);

      try (var there = Loopback.accept(original)) {
        assertThat(there.getInputStream().readNBytes(nonsense.length)).isEqualTo(nonsense);
      }
    }
  }

  private static RunningProxy proxy(int original, int machine) throws Exception {
    return RunningProxy.with("PORT=original 127.0.0.1:" + original + "\nPORT.ada=127.0.0.1:" + machine
        + " matching\nPORT.ada.match.1=sni orders.shop");
  }

  private static String answer(RunningProxy proxy, String serverName, TlsServer expected) throws Exception {
    try (var client = socket(TlsPort.trusting(expected.certificate()), Loopback.connect(proxy.port), serverName)) {
      Loopback.send(client, SharedPort.get("/"));
      assertThat(SharedPort.head(client)).contains("200");
      return new String(client.getInputStream().readNBytes((expected.name() + " " + serverName + " 0").length()));
    }
  }

  private static SSLSocket socket(SSLContext trust, Socket plain, String serverName) throws Exception {
    var socket = (SSLSocket) trust.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
    var parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(serverName)));
    socket.setSSLParameters(parameters);
    return socket;
  }

  /** The message with its header, as the JDK sends it. */
  private static byte[] clientHello(String serverName) throws Exception {
    try (ServerSocket server = Loopback.listen();
        var plain = Loopback.connect(server.getLocalPort());
        var there = server.accept()) {
      var client = socket(SSLContext.getDefault(), plain, serverName);
      Thread.ofVirtual().start(() -> {
        try {
          client.startHandshake();
        } catch (IOException e) {
          // The server ends the connection.
        }
      });
      byte[] record = there.getInputStream().readNBytes(5);
      return there.getInputStream().readNBytes((record[3] & 0xff) << 8 | record[4] & 0xff);
    }
  }

  private static byte[] inRecordsOf(int bytes, byte[] message) {
    var records = new ByteArrayOutputStream();
    for (int at = 0; at < message.length; at += bytes) {
      int length = Math.min(bytes, message.length - at);
      records.writeBytes(new byte[]{22, 3, 1, (byte) (length >> 8), (byte) length});
      records.write(message, at, length);
    }
    return records.toByteArray();
  }
}
