package dev.devsession.tunnel.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.CorruptedFrameException;

/**
 * Reads the WebSocket frames (RFC 6455) of an API server whose messages begin with the number of a channel. Payload is
 * handed on as it arrives, without copying and without waiting for the rest of its frame.
 */
final class FrameReader {

  /** Takes what was read. */
  interface Sink {
    /**
     * A part of a message.
     *
     * @param bytes to be released by the sink
     */
    void payload(int channel, ByteBuf bytes);

    /**
     * A whole control frame.
     *
     * @param payload at most 125 bytes, to be released by the sink
     */
    void control(int opcode, ByteBuf payload);
  }

  static final int CLOSE = 8;
  static final int PING = 9;
  private static final int CONTINUATION = 0;
  private static final int LARGEST_CONTROL = 125;
  private static final int NONE = -1;

  private final Sink sink;
  private final byte[] header = new byte[10];
  private int headerRead;
  private boolean inPayload;
  private long remaining;
  private int channel = NONE;
  private ByteBuf control;

  FrameReader(Sink sink) {
    this.sink = sink;
  }

  /** @param in is read to its end and stays the caller's to release */
  void read(ByteBuf in) {
    while (in.isReadable()) {
      if (!inPayload) {
        header[headerRead++] = in.readByte();
        if (headerRead >= 2 && headerRead == headerLength()) {
          begin();
        }
      } else if (control != null) {
        remaining -= move(in, control);
      } else if (channel == NONE) {
        channel = in.readUnsignedByte();
        remaining--;
      } else {
        int length = (int) Math.min(remaining, in.readableBytes());
        remaining -= length;
        sink.payload(channel, in.readRetainedSlice(length));
      }
      if (inPayload && remaining == 0) {
        end();
      }
    }
  }

  private int headerLength() {
    return switch (header[1] & 0x7f) {
      case 126 -> 4;
      case 127 -> 10;
      default -> 2;
    };
  }

  private void begin() {
    int opcode = header[0] & 0x0f;
    if ((header[0] & 0x70) != 0 || (header[1] & 0x80) != 0) {
      throw new CorruptedFrameException("the API server sent a WebSocket frame that is masked or has an extension");
    }
    remaining = length();
    inPayload = true;
    if (opcode >= CLOSE) {
      if (remaining > LARGEST_CONTROL) {
        throw new CorruptedFrameException("the API server sent a control frame of " + remaining + " bytes");
      }
      control = Unpooled.buffer((int) remaining);
    } else if (opcode != CONTINUATION) {
      channel = NONE;
    }
  }

  private long length() {
    long length = header[1] & 0x7f;
    if (length < 126) {
      return length;
    }
    length = 0;
    for (int i = 2; i < headerRead; i++) {
      length = length << 8 | header[i] & 0xff;
    }
    if (length < 0) {
      throw new CorruptedFrameException("the API server sent a WebSocket frame of impossible length");
    }
    return length;
  }

  private int move(ByteBuf from, ByteBuf to) {
    int length = (int) Math.min(remaining, from.readableBytes());
    to.writeBytes(from, length);
    return length;
  }

  private void end() {
    headerRead = 0;
    inPayload = false;
    if (control != null) {
      ByteBuf whole = control;
      control = null;
      sink.control(header[0] & 0x0f, whole);
    }
  }
}
