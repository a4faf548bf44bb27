package dev.devsession.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * HTTP/2 with prior knowledge. It follows the target's frames, and asks the client to close by GOAWAY with the greatest
 * stream id (RFC 9113, 6.8): all requests sent on this connection are still answered, but the client opens no more
 * streams once it has read it, and closes the connection after the last answer.
 */
final class Http2ProtocolTracker implements ProtocolTracker {

  private static final ByteBuf PREFACE = Unpooled.unreleasableBuffer(
      Unpooled.copiedBuffer("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", StandardCharsets.US_ASCII));
  /** Length 8, type 7, no flags, stream 0; last stream id 2³¹-1, NO_ERROR. */
  private static final byte[] GOAWAY = {0, 0, 8, 7, 0, 0, 0, 0, 0, 127, -1, -1, -1, 0, 0, 0, 0};
  private static final int HEADER_BYTES = 9;
  private static final int HEADERS = 1;
  private static final int PUSH_PROMISE = 5;
  private static final int CONTINUATION = 9;
  private static final int END_HEADERS = 4;

  private int headerSeen;
  private int payload;
  private int type;
  private int flags;
  /** Whether a frame may be inserted here. Not before the first one, which has to be the target's SETTINGS. */
  private boolean betweenFrames;
  private boolean closeRequested;
  private boolean goAwaySent;

  static boolean begins(ByteBuf first) {
    return ByteBufUtil.equals(PREFACE, 0, first, first.readerIndex(),
        Math.min(PREFACE.readableBytes(), first.readableBytes()));
  }

  @Override
  public void fromClient(ByteBuf bytes) {
    // Only the target's frames are tracked.
  }

  @Override
  public ByteBuf fromTarget(ByteBuf bytes) {
    int goAwayAt = -1;
    for (int at = bytes.readerIndex(); at < bytes.writerIndex();) {
      at += headerSeen < HEADER_BYTES ? header(bytes.getUnsignedByte(at)) : payload(bytes.writerIndex() - at);
      if (betweenFrames) {
        goAwayAt = at;
      }
    }
    if (!closeRequested || goAwaySent || goAwayAt < 0) {
      return bytes;
    }
    goAwaySent = true;
    int before = goAwayAt - bytes.readerIndex();
    return Unpooled.wrappedBuffer(bytes.readRetainedSlice(before), Unpooled.wrappedBuffer(GOAWAY), bytes);
  }

  private int header(int next) {
    betweenFrames = false;
    if (headerSeen < 3) {
      payload = (headerSeen == 0 ? 0 : payload << 8) + next;
    } else if (headerSeen == 3) {
      type = next;
    } else if (headerSeen == 4) {
      flags = next;
    }
    headerSeen++;
    return 1 + (headerSeen == HEADER_BYTES ? payload(0) : 0);
  }

  private int payload(int available) {
    int passed = Math.min(payload, available);
    payload -= passed;
    if (payload == 0) {
      headerSeen = 0;
      boolean headers = type == HEADERS || type == PUSH_PROMISE || type == CONTINUATION;
      betweenFrames = !headers || (flags & END_HEADERS) != 0;
    }
    return passed;
  }

  @Override
  public ByteBuf requestClose() {
    closeRequested = true;
    if (goAwaySent || !betweenFrames) {
      return null;
    }
    goAwaySent = true;
    return Unpooled.wrappedBuffer(GOAWAY);
  }

  /** The client ends the connection, because only the client knows that it waits for no more answers. */
  @Override
  public boolean isBetweenExchanges() {
    return false;
  }
}
