package dev.devsession.tunnel.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.LongBuffer;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A client's WebSocket frames (RFC 6455): binary, masked, each a message of its own whose first byte is the number of
 * the data channel. A message is never cut into several frames: containerd takes the first byte of each frame for the
 * number of a channel.
 */
final class MaskedFrames implements FrameWriter.Format {

  private static final byte FINAL = (byte) 0x80;
  private static final byte BINARY = 2;
  private static final byte MASKED = (byte) 0x80;
  private static final int LARGEST_SHORT = 125;
  private static final int TWO_BYTES = 126;
  /** In longs. */
  private static final int PIECE = 512;

  /** A control frame. */
  static ByteBuf control(ByteBufAllocator alloc, int opcode, ByteBuf payload) {
    ByteBuf frame = alloc.directBuffer(2 + 4 + payload.readableBytes());
    frame.writeByte(FINAL | opcode).writeByte(MASKED | payload.readableBytes());
    frame.writeInt(ThreadLocalRandom.current().nextInt()).writeBytes(payload);
    payload.release();
    return mask(frame);
  }

  @Override
  public ByteBuf begin(ByteBufAllocator alloc, int dataLength) {
    int payload = 1 + dataLength;
    ByteBuf frame = alloc.directBuffer(2 + 2 + 4 + payload);
    frame.writeByte(FINAL | BINARY);
    if (payload <= LARGEST_SHORT) {
      frame.writeByte(MASKED | payload);
    } else {
      frame.writeByte(MASKED | TWO_BYTES).writeShort(payload);
    }
    return frame.writeInt(ThreadLocalRandom.current().nextInt()).writeByte(WebSocketPortForward.DATA);
  }

  @Override
  public ByteBuf finish(ByteBuf frame) {
    return mask(frame);
  }

  /** Masks a frame's payload where it stands. By way of an array, which is quick without the optimising compiler too. */
  private static ByteBuf mask(ByteBuf frame) {
    int maskAt = (frame.getByte(1) & 0x7f) == TWO_BYTES ? 4 : 2;
    int mask = frame.getInt(maskAt);
    int at = maskAt + Integer.BYTES;
    LongBuffer payload = frame.internalNioBuffer(at, frame.writerIndex() - at).asLongBuffer();
    long wide = (long) mask << 32 | mask & 0xffff_ffffL;
    long[] piece = new long[Math.min(PIECE, payload.remaining())];
    for (int masked = 0; masked < payload.limit(); masked += piece.length) {
      int length = Math.min(piece.length, payload.limit() - masked);
      payload.get(masked, piece, 0, length);
      for (int i = 0; i < length; i++) {
        piece[i] ^= wide;
      }
      payload.put(masked, piece, 0, length);
    }
    at += payload.limit() * Long.BYTES;
    for (int shift = 24; at < frame.writerIndex(); at++, shift -= 8) {
      frame.setByte(at, frame.getByte(at) ^ mask >>> (shift & 31));
    }
    return frame;
  }
}
