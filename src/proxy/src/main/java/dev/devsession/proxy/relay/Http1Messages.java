package dev.devsession.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Follows the messages of HTTP/1.1 in one direction, by how long each is (RFC 9112, 6). If it can't follow a message,
 * it stops for good.
 *
 * <p>
 * All bytes pass here, so lines are read in place; only a line that two reads have split is copied. Netty's decoders
 * can't insert a header into bytes that otherwise pass unchanged.
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

  /** The beginning of a line whose end hasn't arrived; null until there is one. */
  private ByteBuf partialLine;
  private State state = State.START_LINE;
  private boolean chunked;
  /** Bytes of the body or chunk that haven't arrived; -1 if the head gives no length. */
  private long remaining;

  /** Reads the first line of a message; false if it isn't one that can be followed. */
  abstract boolean startLine(Http1Line line);

  /** Whether the current message is interim: without a body, and followed by another one. */
  abstract boolean isInterim();

  /** Whether the message has no body whatever its headers say. */
  abstract boolean isWithoutBody();

  /** Whether a message without a length has no body; otherwise its body ends with the connection. */
  abstract boolean isEmptyWithoutLength();

  /** The last byte of a message has passed. */
  abstract void messageEnded();

  /**
   * Returns where the headers of the last message begin whose start line ends in these bytes, or -1 if there is none.
   */
  final int follow(ByteBuf bytes) {
    int headersAt = -1;
    int end = bytes.writerIndex();
    for (int at = bytes.readerIndex(); at < end && state != State.LOST;) {
      if (state == State.BODY || state == State.CHUNK) {
        int passed = (int) Math.min(remaining, end - at);
        at += passed;
        remaining -= passed;
        if (remaining == 0) {
          state = state == State.CHUNK ? State.CHUNK_SIZE : messagePassed();
        }
        continue;
      }
      int lineFeed = bytes.indexOf(at, end, (byte) '\n');
      boolean isStart = state == State.START_LINE;
      if (lineFeed < 0 || hasPartialLine()) {
        completeLine(bytes, at, lineFeed < 0 ? end : lineFeed, lineFeed >= 0);
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

  final void stopFollowing() {
    state = State.LOST;
  }

  final boolean isBetweenMessages() {
    return state == State.START_LINE && !hasPartialLine();
  }

  private boolean hasPartialLine() {
    return partialLine != null && partialLine.isReadable();
  }

  private void completeLine(ByteBuf bytes, int from, int to, boolean whole) {
    partialLine = partialLine == null ? Unpooled.buffer() : partialLine;
    if (partialLine.readableBytes() + to - from > MAX_LINE_BYTES) {
      state = State.LOST;
      return;
    }
    partialLine.writeBytes(bytes, from, to - from);
    if (whole) {
      linePassed(new Http1Line(partialLine, 0, partialLine.writerIndex()));
      partialLine.clear();
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
    remaining = -1;
    if (line.isEmpty()) {
      return State.START_LINE; // some senders add one after a body
    }
    return startLine(line) ? State.HEADERS : State.LOST;
  }

  private State header(Http1Line line) {
    if (line.isHeader(Http1Line.CONTENT_LENGTH)) {
      remaining = line.contentLength();
      return remaining < 0 ? State.LOST : State.HEADERS;
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
    if (isWithoutBody() || !chunked && (remaining == 0 || remaining < 0 && isEmptyWithoutLength())) {
      return messagePassed();
    }
    if (chunked) {
      return State.CHUNK_SIZE;
    }
    return remaining < 0 ? State.LOST : State.BODY;
  }

  private State chunkSize(Http1Line line) {
    long size = line.chunkSize();
    if (size < 0) {
      return State.LOST;
    }
    remaining = size + 2; // with the end of its line
    return size == 0 ? State.TRAILERS : State.CHUNK;
  }

  private State messagePassed() {
    messageEnded();
    return State.START_LINE;
  }
}
