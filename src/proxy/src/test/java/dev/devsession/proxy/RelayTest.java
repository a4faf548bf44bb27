package dev.devsession.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RelayTest {

  private static final int MIB = 1024 * 1024;
  private static final int CHUNK = 32 * 1024;

  private RunningProxy proxy;
  private ServerSocket server;

  @BeforeEach
  void start() throws Exception {
    server = Loopback.listen();
    proxy = RunningProxy.to(server.getLocalPort());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    proxy.close();
  }

  private Socket client() throws IOException {
    return Loopback.connect(proxy.port);
  }

  @Test
  void forwardsBothWays() throws Exception {
    try (var client = client(); var target = Loopback.accept(server)) {
      Loopback.send(client, "ping");
      assertThat(Loopback.read(target, 4)).isEqualTo("ping");

      Loopback.send(target, "pong");
      assertThat(Loopback.read(client, 4)).isEqualTo("pong");
    }
  }

  @Test
  void targetMaySpeakFirst() throws Exception {
    try (var client = client(); var target = Loopback.accept(server)) {
      Loopback.send(target, "220 ready");
      assertThat(Loopback.read(client, 9)).isEqualTo("220 ready");
    }
  }

  @Test
  void longAnswerArrivesWholeAfterTheClientClosedItsHalf() throws Exception {
    try (var client = client(); var target = Loopback.accept(server)) {
      Loopback.send(client, "request");
      client.shutdownOutput();
      assertThat(new String(target.getInputStream().readAllBytes())).isEqualTo("request");

      // The answer begins after the client has closed its half.
      var sent = sending(target, 24 * MIB);

      assertThat(received(client, 0)).isEqualTo(sent.get());
    }
  }

  @Test
  void targetThatClosesItsHalfFirstStillReceivesFromTheClient() throws Exception {
    try (var client = client(); var target = Loopback.accept(server)) {
      Loopback.send(target, "bye");
      target.shutdownOutput();
      assertThat(new String(client.getInputStream().readAllBytes())).isEqualTo("bye");

      var sent = sending(client, 4 * MIB);

      assertThat(received(target, 0)).isEqualTo(sent.get());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void allBytesArriveBeforeTheEnd(int pauseMillisPerMib) throws Exception {
    try (var client = client(); var target = Loopback.accept(server)) {
      var up = sending(client, 48 * MIB);
      var down = sending(target, 48 * MIB);
      var atTarget = CompletableFuture.supplyAsync(() -> received(target, pauseMillisPerMib));

      assertThat(received(client, pauseMillisPerMib)).isEqualTo(down.get());
      assertThat(atTarget.get()).isEqualTo(up.get());
    }
  }

  @Test
  void stalledReaderPausesTheWriterAndNoByteIsLost() throws Exception {
    try (var client = client(); var target = Loopback.accept(server)) {
      var written = new AtomicLong();
      var sent = sending(client, 128 * MIB, written);

      await().atMost(Duration.ofSeconds(30)).during(Duration.ofSeconds(1)).until(written::get,
          new Unchanging()::matches);
      assertThat(sent).isNotDone(); // how much the kernel buffers depends on its settings

      assertThat(received(target, 0)).isEqualTo(sent.get());
    }
  }

  /**
   * At some of these lengths the end arrives while the target's buffers are full and the last bytes wait in the proxy.
   */
  @Test
  void endNeverOvertakesTheLastBytes() throws Exception {
    server.setReceiveBufferSize(64 * 1024);
    int full = bytesUntilFull();
    for (int length = full - 8 * CHUNK; length < full + 8 * CHUNK; length += CHUNK / 4) {
      try (var client = client(); var target = Loopback.accept(server)) {
        var sent = sending(client, length);
        sent.get(60, TimeUnit.SECONDS);

        // The answer to an exchange on another connection comes after the proxy has seen the end of this one.
        assertThat(proxy.health("/livez").statusCode()).isEqualTo(200);

        assertThat(received(target, 0)).as("%d bytes", length).isEqualTo(sent.get());
      }
    }
  }

  /** How many bytes the kernel buffers for a reader that doesn't read. */
  private int bytesUntilFull() throws IOException {
    int total = 0;
    try (var writer = SocketChannel.open(server.getLocalSocketAddress()); var reader = Loopback.accept(server)) {
      writer.configureBlocking(false);
      for (int n; (n = writer.write(ByteBuffer.allocateDirect(CHUNK))) > 0;) {
        total += n;
      }
      assertThat(reader.isConnected()).isTrue();
    }
    return total;
  }

  @Test
  void resetByTheClientReachesTheTarget() throws Exception {
    var client = client();
    try (var target = Loopback.accept(server)) {
      Loopback.send(client, "x");
      assertThat(Loopback.read(target, 1)).isEqualTo("x");

      Loopback.reset(client);

      assertThatThrownBy(() -> target.getInputStream().read()).isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void resetByTheTargetReachesTheClient() throws Exception {
    try (var client = client()) {
      var target = Loopback.accept(server);
      Loopback.send(client, "x");
      assertThat(Loopback.read(target, 1)).isEqualTo("x");

      Loopback.reset(target);

      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void resetWhileTheOtherSideIsStalledLeavesNoSocketOpen() throws Exception {
    var client = client();
    var target = Loopback.accept(server);
    var written = new AtomicLong();
    sending(client, 128 * MIB, written);

    await().until(() -> written.get() > MIB);

    Loopback.reset(target);
    client.close();

    await().untilAsserted(() -> assertThat(openConnections()).isZero());
  }

  @Test
  void twoThousandShortConnectionsLeaveNoSocketOpen() throws Exception {
    var echo = CompletableFuture.runAsync(() -> echo(2000));
    for (int i = 0; i < 2000; i++) {
      try (var client = client()) {
        Loopback.send(client, "hello");
        assertThat(Loopback.read(client, 5)).isEqualTo("hello");
      }
    }
    echo.get();

    await().untilAsserted(() -> assertThat(openConnections()).isZero());
  }

  private void echo(int connections) {
    try {
      for (int i = 0; i < connections; i++) {
        try (var target = Loopback.accept(server)) {
          target.getInputStream().transferTo(target.getOutputStream());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long openConnections() {
    return OpenConnections.of(Set.of(proxy.port, server.getLocalPort()));
  }

  /** Sends random bytes and FIN in the background; completes with the hash of the bytes. */
  private static CompletableFuture<String> sending(Socket socket, int bytes) {
    return sending(socket, bytes, new AtomicLong());
  }

  private static CompletableFuture<String> sending(Socket socket, int bytes, AtomicLong written) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        var hash = new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"));
        var random = new Random(bytes);
        var chunk = new byte[64 * 1024];
        for (int left = bytes; left > 0; left -= chunk.length) {
          int length = Math.min(left, chunk.length);
          random.nextBytes(chunk);
          socket.getOutputStream().write(chunk, 0, length);
          hash.write(chunk, 0, length);
          written.addAndGet(length);
        }
        socket.shutdownOutput();
        return HexFormat.of().formatHex(hash.getMessageDigest().digest());
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }, task -> Thread.ofVirtual().start(task));
  }

  /** Reads to the end and returns the hash. */
  private static String received(Socket socket, int pauseMillisPerMib) {
    try {
      var in = new DigestInputStream(socket.getInputStream(), MessageDigest.getInstance("SHA-256"));
      var chunk = new byte[MIB];
      while (in.readNBytes(chunk, 0, chunk.length) == chunk.length) {
        LockSupport.parkNanos(pauseMillisPerMib * 1_000_000L);
      }
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Whether the value is the same as at the last call. */
  private static final class Unchanging {
    private long last = -1;

    boolean matches(long value) {
      boolean same = value == last && value > 0;
      last = value;
      return same;
    }
  }
}
