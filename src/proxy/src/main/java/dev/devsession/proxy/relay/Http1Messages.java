package dev.devsession.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Follows the messages of HTTP/1.1 in one direction, by how long each is (RFC 9112, 6). What it can't follow it is lost
 * in for good.
 *
 * <p>
 * Everything comes by here, so lines are read where they lie; only one that two reads have cut is copied. Our own, as
 * Netty's decoders can't put a header into bytes that pass through unchanged.
 */
abstract class Http1Messages {

  private enum State {
    START_LINE,
    HEADERS,
    BODY,
    CHUNK_SIZE,
    CHUNK,
    TRAILERS,
    LOST
  }

  private static final int MAX_LINE_BYTES = 16 * 1024;

  /** The beginning of a line whose end is still to come; null if there was never one. */
  private ByteBuf cut;
  private State state = State.START_LINE;
  private boolean chunked;
  /** Bytes of the body or chunk that are still to come; -1 if the head tells no length. */
  private long left;

  /** Reads the first line of a message; false if it isn't one that can be followed. */
  abstract boolean startLine(Http1Line line);

  /** Whether the message that has begun is only a word before another one, and has no body. */
  abstract boolean isInterim();

  /** Whether the message has no body whatever its headers say. */
  abstract boolean isWithoutBody();

  /** Whether a message without a length has no body, and not one that ends with the connection. */
  abstract boolean isEmptyWithoutLength();

  /** The last byte of a message has passed. */
  abstract void ended();

  /**
   * Returns where the headers of the last message begin whose start line ends in these bytes, or -1 if there is none.
   */
  final int follow(ByteBuf bytes) {
    int headersAt = -1;
    int end = bytes.writerIndex();
    for (int at = bytes.readerIndex(); at < end && state != State.LOST;) {
      if (state == State.BODY || state == State.CHUNK) {
        int passed = (int) Math.min(left, end - at);
        at += passed;
        left -= passed;
        if (left == 0) {
          state = state == State.CHUNK ? State.CHUNK_SIZE : messagePassed();
        }
        continue;
      }
      int lineFeed = bytes.indexOf(at, end, (byte) '\n');
      boolean isStart = state == State.START_LINE;
      if (lineFeed < 0 || isCut()) {
        finishCut(bytes, at, lineFeed < 0 ? end : lineFeed, lineFeed >= 0);
      } else {
        linePassed(new Http1Line(bytes, at, lineFeed));
      }
      at = lineFeed < 0 ? end : lineFeed + 1;
      if (isStart && state == State.HEADERS && !isInterim()) {
        headersAt = at;
      }
    }
    return headersAt;
  }

  final boolean isLost() {
    return state == State.LOST;
  }

  final void lose() {
    state = State.LOST;
  }

  final boolean isBetweenMessages() {
    return state == State.START_LINE && !isCut();
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
      linePassed(new Http1Line(cut, 0, cut.writerIndex()));
      cut.clear();
    }
  }

  private void linePassed(Http1Line line) {
    state = switch (state) {
      case START_LINE -> start(line);
      case HEADERS -> line.isEmpty() ? headPassed() : header(line);
      case CHUNK_SIZE -> chunkSize(line);
      case TRAILERS -> line.isEmpty() ? messagePassed() : State.TRAILERS;
      default -> State.LOST;
    };
  }

  private State start(Http1Line line) {
    chunked = false;
    left = -1;
    if (line.isEmpty()) {
      return State.START_LINE; // some send one after a body
    }
    return startLine(line) ? State.HEADERS : State.LOST;
  }

  private State header(Http1Line line) {
    if (line.isHeader(Http1Line.CONTENT_LENGTH)) {
      left = line.contentLength();
      return left < 0 ? State.LOST : State.HEADERS;
    }
    if (line.isHeader(Http1Line.TRANSFER_ENCODING)) {
      chunked = line.endsWithChunked();
      return chunked ? State.HEADERS : State.LOST;
    }
    return State.HEADERS;
  }

  private State headPassed() {
    if (isInterim()) {
      return State.START_LINE;
    }
    if (isWithoutBody() || !chunked && (left == 0 || left < 0 && isEmptyWithoutLength())) {
      return messagePassed();
    }
    if (chunked) {
      return State.CHUNK_SIZE;
    }
    return left < 0 ? State.LOST : State.BODY;
  }

  private State chunkSize(Http1Line line) {
    long size = line.chunkSize();
    if (size < 0) {
      return State.LOST;
    }
    left = size + 2; // with the end of its line
    return size == 0 ? State.TRAILERS : State.CHUNK;
  }

  private State messagePassed() {
    ended();
    return State.START_LINE;
  }
}
