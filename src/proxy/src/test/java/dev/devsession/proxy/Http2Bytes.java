package dev.devsession.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;

/** The first bytes of an HTTP/2 connection, and how a client is asked to close one. */
public final class Http2Bytes {

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  /** An empty frame. */
  public static final String SETTINGS = "\0\0\0\4\0\0\0\0\0";
  private static final int GOAWAY_BYTES = 17;

  private Http2Bytes() {}

  /** Both ends say hello. */
  public static void begin(Socket client, Socket target) throws Exception {
    Loopback.send(client, PREFACE);
    assertThat(Loopback.read(target, PREFACE.length())).isEqualTo(PREFACE);
    answer(client, target);
  }

  /** The target sends a frame, and the client reads that frame next. */
  public static void answer(Socket client, Socket target) throws Exception {
    Loopback.send(target, SETTINGS);
    assertThat(Loopback.read(client, SETTINGS.length())).isEqualTo(SETTINGS);
  }

  /** The client is asked to close. */
  public static void assertGoAway(Socket client) throws Exception {
    assertThat(client.getInputStream().readNBytes(GOAWAY_BYTES)).startsWith(0, 0, 8, 7);
  }
}
