package dev.devsession.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.http2.Http2Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames that cost their sender little: no client may send as many as it likes. */
@Timeout(120)
class Http2FloodTest {

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int CONTINUATION = 9;
  private static final int END_HEADERS = 4;
  /** :method POST, :scheme http, :path /, :authority shop. */
  private static final byte[] HEAD = {(byte) 0x83, (byte) 0x86, (byte) 0x84, 0x41, 4, 's', 'h', 'o', 'p'};
  private static final byte[] CANCEL = {0, 0, 0, 8};
  private static final int ENHANCE_YOUR_CALM = 11;
  /** More than the kernel's buffers hold. */
  private static final long MOST_BYTES = 64L * 1024 * 1024;

  private EchoServer original;
  private RoutedPort port;
  private SocketChannel client;

  @BeforeEach
  void start() throws Exception {
    original = new EchoServer("original", new Http2Settings());
    port = new RoutedPort(original.port(), null, false);
    client = SocketChannel.open().setOption(StandardSocketOptions.SO_RCVBUF, 4096);
    client.connect(new InetSocketAddress("127.0.0.1", port.number()));
    client.write(ByteBuffer.wrap("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
    client.write(ByteBuffer.wrap(frame(SETTINGS, 0, 0)));
    client.configureBlocking(false);
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    original.close();
    port.close();
  }

  private static byte[] frame(int type, int flags, int stream, byte... payload) {
    return ByteBuffer.allocate(9 + payload.length).put((byte) 0).putShort((short) payload.length).put((byte) type)
        .put((byte) flags).putInt(stream).put(payload).array();
  }

  private static byte[] both(byte[] first, byte[] second) {
    var both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  private static byte[] many(byte[] frame) {
    var all = ByteBuffer.allocate(1000 * frame.length);
    while (all.hasRemaining()) {
      all.put(frame);
    }
    return all.array();
  }

  /** Sends until the proxy closes; fails if it takes all. Returns the code of the GOAWAY, if one came. */
  private int flood(IntFunction<byte[]> frames, boolean reading) throws Exception {
    var received = new ByteArrayOutputStream();
    var in = ByteBuffer.allocate(64 * 1024);
    long sent = 0;
    long progressAt = System.nanoTime();
    try {
      for (int i = 0; sent < MOST_BYTES; i++) {
        var next = ByteBuffer.wrap(frames.apply(i));
        while (next.hasRemaining()) {
          int written = client.write(next);
          sent += written;
          progressAt = written > 0 ? System.nanoTime() : progressAt;
          if (reading && !drain(in, received)) {
            return goAway(received);
          }
          if (System.nanoTime() - progressAt > TimeUnit.SECONDS.toNanos(2)) {
            return -1; // it reads no more
          }
        }
      }
    } catch (IOException e) {
      drainQuietly(in, received);
      return goAway(received);
    }
    throw new AssertionError("all of it was taken");
  }

  private boolean drain(ByteBuffer in, ByteArrayOutputStream received) throws IOException {
    in.clear();
    int read = client.read(in);
    received.write(in.array(), 0, Math.max(0, read));
    return read >= 0;
  }

  private void drainQuietly(ByteBuffer in, ByteArrayOutputStream received) {
    try {
      while (drain(in, received) && in.position() > 0) {
        continue;
      }
    } catch (IOException e) {
      // All that came before the reset is read.
    }
  }

  private static int goAway(ByteArrayOutputStream received) {
    var bytes = ByteBuffer.wrap(received.toByteArray());
    while (bytes.remaining() >= 9) {
      int length = (bytes.get() & 0xff) << 16 | bytes.getShort() & 0xffff;
      int type = bytes.get();
      bytes.position(bytes.position() + 5);
      if (type == GOAWAY) {
        return bytes.getInt(bytes.position() + 4);
      }
      bytes.position(Math.min(bytes.limit(), bytes.position() + length));
    }
    return 0;
  }

  @Test
  void streamsOpenedAndResetAtOnce() throws Exception {
    assertThat(flood(i -> both(frame(HEADERS, END_HEADERS, 2 * i + 1, HEAD), frame(RST_STREAM, 0, 2 * i + 1, CANCEL)),
        true)).isEqualTo(ENHANCE_YOUR_CALM);
    await().until(() -> port.onLoop(port.connections::count) == 0);
  }

  @Test
  void streamsThatTheProxyIsMadeToReset() throws Exception {
    var nothing = new byte[4]; // an increment of 0 is an error of the stream
    assertThat(flood(
        i -> both(frame(HEADERS, END_HEADERS, 2 * i + 1, HEAD), frame(WINDOW_UPDATE, 0, 2 * i + 1, nothing)), true))
        .isEqualTo(ENHANCE_YOUR_CALM);
  }

  @Test
  void continuationsOfAHeadWithoutEnd() throws Exception {
    assertThat(flood(i -> i == 0 ? frame(HEADERS, 0, 1, HEAD) : frame(CONTINUATION, 0, 1), true))
        .isEqualTo(ENHANCE_YOUR_CALM);
  }

  @Test
  void dataWithoutBytes() throws Exception {
    assertThat(flood(i -> i == 0 ? frame(HEADERS, END_HEADERS, 1, HEAD) : frame(DATA, 0, 1), true))
        .isEqualTo(ENHANCE_YOUR_CALM);
  }

  @Test
  void pingsWhoseAnswersNobodyReads() throws Exception {
    flood(i -> many(frame(PING, 0, 0, new byte[8])), false);
  }

  @Test
  void settingsWhoseAnswersNobodyReads() throws Exception {
    flood(i -> many(frame(SETTINGS, 0, 0)), false);
  }

  @Test
  void requestsWhoseAnswersNobodyReads() throws Exception {
    int endStream = 1;
    flood(i -> frame(HEADERS, END_HEADERS | endStream, 2 * i + 1, HEAD), false);
  }

  @Test
  void aBrokenPrefaceEndsTheConnection() throws Exception {
    try (var broken = SocketChannel.open(new InetSocketAddress("127.0.0.1", port.number()))) {
      broken.write(ByteBuffer.wrap("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
      broken.socket().setSoTimeout(10_000);

      assertThat(broken.socket().getInputStream().readAllBytes()).isNotEmpty();
    }
  }
}
