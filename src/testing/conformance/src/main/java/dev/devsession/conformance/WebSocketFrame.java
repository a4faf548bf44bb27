package dev.devsession.conformance;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A frame of a client (RFC 6455 section 5.2), which may break the rules.
 *
 * @param first FIN, the reserved bits and the opcode
 */
record WebSocketFrame(int first, byte[] payload) {
  static final int FIN = 0x80;
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;
  private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

  byte[] masked() {
    var out = new ByteArrayOutputStream();
    var data = new DataOutputStream(out);
    try {
      data.write(first);
      if (payload.length < 126) {
        data.write(0x80 | payload.length);
      } else if (payload.length < 65536) {
        data.write(0x80 | 126);
        data.writeShort(payload.length);
      } else {
        data.write(0x80 | 127);
        data.writeLong(payload.length);
      }
      data.write(MASK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int i = 0; i < payload.length; i++) {
      out.write(payload[i] ^ MASK[i % 4]);
    }
    return out.toByteArray();
  }

  static WebSocketFrame close(int code) {
    return new WebSocketFrame(FIN | CLOSE, new byte[]{(byte) (code >> 8), (byte) code});
  }
}
