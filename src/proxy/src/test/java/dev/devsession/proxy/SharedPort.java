package dev.devsession.proxy;

import dev.devsession.match.RequestRule;
import dev.devsession.match.RuleLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A port that session ada shares with the original; the test plays both servers, and the client. */
final class SharedPort implements AutoCloseable {

  /** What ada's requests have. */
  static final String ADA = "baggage: devsession=ada\r\n";

  final ServerSocket original = Loopback.listen();
  final ServerSocket machine = Loopback.listen();
  final RunningProxy proxy;

  private SharedPort(String role) throws Exception {
    proxy = RunningProxy.with(routes("PORT", role));
  }

  static SharedPort matching() throws Exception {
    return new SharedPort("matching");
  }

  /** @param role as in the routes file */
  static SharedPort with(String role) throws Exception {
    return new SharedPort(role);
  }

  String routes(Object port, String role) {
    return alone(port) + "\n" + port + ".ada=127.0.0.1:" + machine.getLocalPort() + " " + role + "\n" + port
        + ".ada.match.1=" + RuleLine.write(RequestRule.ofSession("ada"));
  }

  /** Without a session. */
  String alone(Object port) {
    return port + "=original 127.0.0.1:" + original.getLocalPort();
  }

  Socket client() throws IOException {
    return Loopback.connect(proxy.port);
  }

  /** Reads to the empty line that ends a head, and returns it all. */
  static String head(Socket socket) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new AssertionError("ended after: " + head.toString(StandardCharsets.ISO_8859_1));
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** All that comes until FIN. */
  static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  static String get(String path, String... fields) {
    return "GET " + path + " HTTP/1.1\r\nHost: orders\r\n" + String.join("", fields) + "\r\n";
  }

  static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  @Override
  public void close() throws IOException {
    original.close();
    machine.close();
    proxy.close();
  }
}
