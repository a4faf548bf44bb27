package dev.devsession.proxy.gateway;

import dev.devsession.proxy.Loopback;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/** Sends back what it receives. */
final class LoopbackEcho implements AutoCloseable {

  private final ServerSocket listening = Loopback.listen();

  LoopbackEcho() throws IOException {
    listening.setSoTimeout(0);
    Thread.ofVirtual().start(() -> {
      try {
        while (true) {
          var socket = listening.accept();
          Thread.ofVirtual().start(() -> echo(socket));
        }
      } catch (IOException e) {
        // Closed.
      }
    });
  }

  int port() {
    return listening.getLocalPort();
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException e) {
      // Reset.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
