package dev.devsession.conformance;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Frames that a client sends after the handshake; a normal close follows them.
 *
 * @param piece bytes of a write
 * @param deflate whether the client offers permessage-deflate (RFC 7692)
 */
record WebSocketCase(String name, List<WebSocketFrame> frames, int piece, boolean deflate) {
  private static final int NORMAL = 1000;

  static WebSocketCase of(String name, WebSocketFrame... frames) {
    return new WebSocketCase(name, List.of(frames), Integer.MAX_VALUE, false);
  }

  WebSocketCase inPieces(int bytes) {
    return new WebSocketCase(name + ", in writes of " + bytes, frames, bytes, deflate);
  }

  byte[] bytes() {
    var out = new ByteArrayOutputStream();
    frames.forEach(frame -> out.writeBytes(frame.masked()));
    out.writeBytes(WebSocketFrame.close(NORMAL).masked());
    return out.toByteArray();
  }
}
