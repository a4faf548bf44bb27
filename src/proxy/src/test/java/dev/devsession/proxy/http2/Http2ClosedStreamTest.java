package dev.devsession.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.proxy.Loopback;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that goes on with a stream that has ended (RFC 9113, 5.1 and 5.1.1). */
@Timeout(60)
class Http2ClosedStreamTest {

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int GOAWAY = 7;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final byte[] HEAD = {(byte) 0x83, (byte) 0x86, (byte) 0x84, 0x41, 4, 's', 'h', 'o', 'p'};
  private static final int CLOSED = (int) Http2Error.STREAM_CLOSED.code();

  private record Frame(int type, int flags, int stream, byte[] payload) {
    int code() {
      return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
    }
  }

  private EchoServer original;
  private RoutedPort port;
  private Socket client;
  private DataInputStream in;

  @BeforeEach
  void start() throws Exception {
    original = new EchoServer("original", new Http2Settings());
    port = new RoutedPort(original.port(), null, false);
    client = Loopback.connect(port.number());
    in = new DataInputStream(client.getInputStream());
    Loopback.send(client, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    send(4, 0, 0);
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    original.close();
    port.close();
  }

  private void send(int type, int flags, int stream, byte... payload) throws IOException {
    client.getOutputStream().write(ByteBuffer.allocate(9 + payload.length).put((byte) 0)
        .putShort((short) payload.length).put((byte) type).put((byte) flags).putInt(stream).put(payload).array());
  }

  /** The next frame of one of these types. */
  private Frame next(int type, int orType) throws IOException {
    while (true) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int is = in.readUnsignedByte();
      var frame = new Frame(is, in.readUnsignedByte(), in.readInt(), in.readNBytes(length));
      if (is == type || is == orType) {
        return frame;
      }
    }
  }

  private void answered(int stream) throws IOException {
    Frame frame;
    do {
      frame = next(HEADERS, DATA);
    } while (frame.stream() != stream || (frame.flags() & END_STREAM) == 0);
  }

  @Test
  void aSecondHeadAfterTheEndOfTheRequestResetsTheStream() throws Exception {
    send(HEADERS, END_HEADERS | END_STREAM, 1, HEAD);
    send(HEADERS, END_HEADERS | END_STREAM, 1, HEAD);

    var reset = next(RST_STREAM, GOAWAY);
    assertThat(reset.code()).isEqualTo(CLOSED);
  }

  @Test
  void aHeadOnAnAnsweredStreamEndsTheConnection() throws Exception {
    send(HEADERS, END_HEADERS | END_STREAM, 1, HEAD);
    answered(1);

    send(HEADERS, END_HEADERS | END_STREAM, 1, HEAD);

    assertThat(next(GOAWAY, RST_STREAM)).satisfies(goAway -> {
      assertThat(goAway.type()).isEqualTo(GOAWAY);
      assertThat(goAway.code()).isEqualTo(CLOSED);
    });
  }

  @Test
  void aStreamNumberThatWasLeftOutCanNotBeUsedLater() throws Exception {
    send(HEADERS, END_HEADERS | END_STREAM, 5, HEAD);
    send(HEADERS, END_HEADERS | END_STREAM, 3, HEAD);

    assertThat(next(GOAWAY, RST_STREAM).type()).isEqualTo(GOAWAY);
  }

  @Test
  void whatIsOnTheWayWhenTheProxyResetsAStreamBreaksNoRule() throws Exception {
    var mismatch = ByteBuffer.allocate(HEAD.length + 4).put(HEAD).put(new byte[]{0x0f, 0x0d, 1, '3'}).array();
    send(HEADERS, END_HEADERS, 1, mismatch); // content-length: 3
    send(DATA, 0, 1, new byte[4]);
    assertThat(next(RST_STREAM, GOAWAY).type()).isEqualTo(RST_STREAM);

    send(DATA, 0, 1, new byte[4]);
    send(HEADERS, END_HEADERS | END_STREAM, 1, new byte[]{0x40, 1, 'x', 1, 'y'});
    send(HEADERS, END_HEADERS | END_STREAM, 3, HEAD);

    answered(3);
  }
}
