package dev.devsession.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** Splits bytes anywhere, as a connection does. */
final class Pieces {

  private Pieces() {}

  /** Passes the bytes in pieces of at most this length, and returns the joined result. */
  static byte[] pass(byte[] bytes, int piece, UnaryOperator<ByteBuf> through) {
    var out = Unpooled.buffer();
    for (int at = 0; at < bytes.length; at += piece) {
      var passed = through.apply(Unpooled.copiedBuffer(bytes, at, Math.min(piece, bytes.length - at)));
      out.writeBytes(passed);
      passed.release();
    }
    return bytes(out);
  }

  static byte[] bytes(ByteBuf buffer) {
    var bytes = new byte[buffer.readableBytes()];
    buffer.readBytes(bytes);
    buffer.release();
    return bytes;
  }

  static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }
}
