package dev.devsession.bench.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EmulatedLinkTest {
  private static final int BYTES = 1 << 20;

  @Test
  void bytesArriveUnchangedInOrderAndWithTheLinksDelay() throws Exception {
    var sent = new byte[BYTES];
    new Random(1).nextBytes(sent);
    try (var link = new EmulatedLink(Duration.ofMillis(100), 20); var server = server()) {
      var received = CompletableFuture.supplyAsync(() -> all(server));
      long begin = System.nanoTime();
      try (var client = connect(link, server)) {
        client.getOutputStream().write(sent);
        client.shutdownOutput();
        assertThat(received.get()).isEqualTo(sent);

        long millis = (System.nanoTime() - begin) / 1_000_000;
        assertThat(millis).as("50 ms and 1 MiB at 20 Mbit/s").isBetween(450L, 5000L);
        assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("bye");
      }
    }
  }

  @Test
  void bytesInFlightArriveAfterTheSenderHasClosed() throws Exception {
    try (var link = new EmulatedLink(Duration.ofMillis(200), 0);
        var server = server();
        var client = connect(link, server);
        var accepted = server.accept()) {
      client.getOutputStream().write(1);
      client.shutdownOutput();
      accepted.shutdownOutput();
      assertThat(accepted.getInputStream().readAllBytes()).containsExactly(1);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static ServerSocket server() throws IOException {
    return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  private static Socket connect(EmulatedLink link, ServerSocket server) throws IOException {
    var near = link.addressOf(HostAndPort.local(server.getLocalPort()));
    return new Socket(near.host(), near.port());
  }

  /** All that comes on a connection; then says goodbye on it. */
  private static byte[] all(ServerSocket server) {
    try (var socket = server.accept()) {
      var bytes = socket.getInputStream().readAllBytes();
      socket.getOutputStream().write("bye".getBytes());
      return bytes;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
