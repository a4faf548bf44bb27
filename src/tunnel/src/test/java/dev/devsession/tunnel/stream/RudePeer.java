package dev.devsession.tunnel.stream;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A peer that opens streams and ignores all limits (RFC 9113). */
final class RudePeer implements AutoCloseable {

  static final int FLOW_CONTROL_ERROR = 3;
  static final int STREAM_CLOSED = 5;

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int FRAME_BYTES = 16 * 1024;

  private final Socket socket = new Socket();
  private final DataOutputStream out;
  private final DataInputStream in;

  /** A received frame, with up to four bytes of its payload as a number. */
  private record Frame(int type, int flags, int stream, int number) {}

  /** @param windowBytes of each stream, for what the other end sends */
  RudePeer(int port, int windowBytes) throws IOException {
    socket.setReceiveBufferSize(16 * 1024);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    out = new DataOutputStream(socket.getOutputStream());
    in = new DataInputStream(socket.getInputStream());
    out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    var window = new ByteArrayOutputStream();
    var settings = new DataOutputStream(window);
    settings.writeShort(4); // SETTINGS_INITIAL_WINDOW_SIZE
    settings.writeInt(windowBytes);
    send(SETTINGS, 0, 0, window.toByteArray());
  }

  void openStream(int stream) throws IOException {
    var headers = new ByteArrayOutputStream();
    literal(headers, 2, "CONNECT"); // :method
    literal(headers, 1, "target:1"); // :authority
    send(HEADERS, END_HEADERS, stream, headers.toByteArray());
  }

  /** RFC 7541, 6.2.2. */
  private static void literal(ByteArrayOutputStream block, int name, String value) {
    block.write(name);
    block.write(value.length());
    block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  void sendData(int stream, int bytes) throws IOException {
    for (int left = bytes; left > 0; left -= FRAME_BYTES) {
      send(DATA, 0, stream, new byte[Math.min(left, FRAME_BYTES)]);
    }
  }

  void endStream(int stream) throws IOException {
    send(DATA, END_STREAM, stream, new byte[0]);
  }

  void sendPing() throws IOException {
    send(PING, 0, 0, new byte[8]);
  }

  private void send(int type, int flags, int stream, byte[] payload) throws IOException {
    var frame = new ByteArrayOutputStream();
    var fields = new DataOutputStream(frame);
    fields.writeByte(payload.length >> 16);
    fields.writeShort(payload.length);
    fields.writeByte(type);
    fields.writeByte(flags);
    fields.writeInt(stream);
    fields.write(payload);
    out.write(frame.toByteArray());
  }

  /** Reads until the stream is reset; returns why. */
  int awaitReset(int stream) throws IOException {
    while (true) {
      var frame = read();
      if (frame.type == RST_STREAM && frame.stream == stream) {
        return frame.number;
      }
    }
  }

  /** Reads until END_STREAM of the stream. */
  void awaitEnd(int stream) throws IOException {
    for (var frame = read(); frame.type != DATA || frame.stream != stream || (frame.flags & END_STREAM) == 0;) {
      frame = read();
    }
  }

  private Frame read() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    var payload = in.readNBytes(length);
    int number = 0;
    for (int i = 0; i < Math.min(4, length); i++) {
      number = number << 8 | payload[i] & 0xff;
    }
    return new Frame(type, flags, stream, number);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
