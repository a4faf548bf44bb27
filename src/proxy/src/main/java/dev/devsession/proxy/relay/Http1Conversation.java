package dev.devsession.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * HTTP/1.1. It follows the target's answers (RFC 9112, 6.3), and asks the client to leave by {@code Connection: close} in the
 * next one. When it can't follow, as after a change of protocol, it is lost for good: then it says nothing.
 *
 * <p>
 * Every answer comes by here, so lines are read where they lie; only one that two reads have cut is copied. Our own, as Netty's
 * decoders can't put a header into bytes that pass through unchanged.
 */
final class Http1Conversation implements Conversation {

  private enum State {
    STATUS_LINE,
    HEADERS,
    BODY,
    CHUNK_SIZE,
    CHUNK,
    TRAILERS,
    LOST
  }

  private static final int MAX_LINE_BYTES = 16 * 1024;
  private static final byte[] CLOSE = "Connection: close\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int HEAD = 0x48454144;

  /** The beginning of a line whose end is still to come; null if there was never one. */
  private ByteBuf cut;
  private State state = State.STATUS_LINE;
  private boolean asked;
  private boolean askedForHead;
  private boolean leaving;
  private int status;
  private boolean chunked;
  /** Bytes of the body or chunk that are still to come; -1 for a body that ends with the connection. */
  private long left;

  @Override
  public void fromClient(ByteBuf bytes) {
    if (!asked) {
      asked = true;
      askedForHead = bytes.readableBytes() > 4 && bytes.getInt(bytes.readerIndex()) == HEAD;
    }
  }

  @Override
  public ByteBuf fromTarget(ByteBuf bytes) {
    int closeAt = -1;
    int end = bytes.writerIndex();
    for (int at = bytes.readerIndex(); at < end && state != State.LOST;) {
      if (state == State.BODY || state == State.CHUNK) {
        int passed = (int) Math.min(left, end - at);
        at += passed;
        left -= passed;
        if (left == 0) {
          bodyPassed();
        }
        continue;
      }
      int lineFeed = bytes.indexOf(at, end, (byte) '\n');
      boolean isStatus = state == State.STATUS_LINE;
      if (lineFeed < 0 || isCut()) {
        finishCut(bytes, at, lineFeed < 0 ? end : lineFeed, lineFeed >= 0);
      } else {
        linePassed(new Line(bytes, at, lineFeed));
      }
      at = lineFeed < 0 ? end : lineFeed + 1;
      if (isStatus && state == State.HEADERS && status >= 200) {
        closeAt = at;
      }
    }
    if (!leaving || closeAt < 0) {
      return bytes;
    }
    return Unpooled.wrappedBuffer(bytes.readRetainedSlice(closeAt - bytes.readerIndex()), Unpooled.wrappedBuffer(CLOSE),
        bytes);
  }

  private boolean isCut() {
    return cut != null && cut.isReadable();
  }

  private void finishCut(ByteBuf bytes, int from, int to, boolean whole) {
    cut = cut == null ? Unpooled.buffer() : cut;
    if (cut.readableBytes() + to - from > MAX_LINE_BYTES) {
      state = State.LOST;
      return;
    }
    cut.writeBytes(bytes, from, to - from);
    if (whole) {
      var line = new Line(cut, 0, cut.writerIndex());
      linePassed(line);
      cut.clear();
    }
  }

  private void linePassed(Line line) {
    state = switch (state) {
      case STATUS_LINE -> statusLine(line);
      case HEADERS -> line.isEmpty() ? headPassed() : header(line);
      case CHUNK_SIZE -> chunkSize(line);
      case TRAILERS -> line.isEmpty() ? answered() : State.TRAILERS;
      default -> State.LOST;
    };
  }

  private State statusLine(Line line) {
    status = line.status();
    chunked = false;
    left = -1;
    return status < 0 || status == 101 ? State.LOST : State.HEADERS;
  }

  private State header(Line line) {
    if (line.isHeader(Line.CONTENT_LENGTH)) {
      left = line.contentLength();
    } else if (line.isHeader(Line.TRANSFER_ENCODING)) {
      chunked = line.endsWithChunked();
    }
    return State.HEADERS;
  }

  private State headPassed() {
    if (status < 200) {
      return State.STATUS_LINE;
    }
    if (askedForHead || status == 204 || status == 304 || !chunked && left == 0) {
      return answered();
    }
    if (chunked) {
      return State.CHUNK_SIZE;
    }
    return left < 0 ? State.LOST : State.BODY;
  }

  private State chunkSize(Line line) {
    long size = line.chunkSize();
    if (size < 0) {
      return State.LOST;
    }
    left = size + 2; // with the end of its line
    return size == 0 ? State.TRAILERS : State.CHUNK;
  }

  private void bodyPassed() {
    state = state == State.CHUNK ? State.CHUNK_SIZE : answered();
  }

  private State answered() {
    asked = false;
    return State.STATUS_LINE;
  }

  @Override
  public ByteBuf leave() {
    leaving = true;
    return null;
  }

  @Override
  public boolean isBetweenExchanges() {
    return state == State.STATUS_LINE && !isCut() && !asked;
  }
}
