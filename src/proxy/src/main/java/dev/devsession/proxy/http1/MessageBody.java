package dev.devsession.proxy.http1;

import static dev.devsession.proxy.http1.InvalidMessageException.badRequest;

import io.netty.buffer.ByteBuf;

/** Finds where a message's body ends (RFC 9112, 6 and 7). */
final class MessageBody {

  static final long CHUNKED = -1;
  static final long UNTIL_CLOSE = -2;

  private enum State {
    DATA,
    UNTIL_CLOSE,
    CHUNK_SIZE,
    CHUNK_EXTENSION,
    CHUNK_SIZE_LF,
    CHUNK,
    CHUNK_CR,
    CHUNK_LF,
    TRAILER_BEGIN,
    TRAILER_NAME,
    TRAILER_VALUE,
    TRAILER_LF,
    LAST_LF,
    COMPLETE
  }

  private static final int MAX_SIZE_DIGITS = 15;
  /** Of extensions and trailers together. */
  private static final int MAX_EXTRA_BYTES = 64 * 1024;

  /** Whether only CR LF ends a line, and nothing else is let through that some servers repair. */
  private final boolean strict;
  private State state;
  /** Of the body or the chunk. */
  private long remaining;
  private int digits;
  private int extraBytes;

  /** @param length {@link #CHUNKED}, {@link #UNTIL_CLOSE} or a number of bytes */
  MessageBody(long length, boolean strict) {
    this.strict = strict;
    remaining = Math.max(length, 0);
    if (length == CHUNKED) {
      state = State.CHUNK_SIZE;
    } else if (length == UNTIL_CLOSE) {
      state = State.UNTIL_CLOSE;
    } else {
      state = length == 0 ? State.COMPLETE : State.DATA;
    }
  }

  boolean isComplete() {
    return state == State.COMPLETE;
  }

  boolean endsWithConnection() {
    return state == State.UNTIL_CLOSE;
  }

  /** Returns where those of the bytes end that are the body's. */
  int follow(ByteBuf bytes, int from, int to) throws InvalidMessageException {
    int at = from;
    while (at < to && state != State.COMPLETE) {
      switch (state) {
        case UNTIL_CLOSE -> at = to;
        case DATA, CHUNK -> {
          int passed = (int) Math.min(remaining, to - at);
          at += passed;
          remaining -= passed;
          if (remaining == 0) {
            state = state == State.DATA ? State.COMPLETE : State.CHUNK_CR;
          }
        }
        default -> state = next(bytes.getByte(at++));
      }
    }
    return at;
  }

  private State next(byte b) throws InvalidMessageException {
    return switch (state) {
      case CHUNK_SIZE -> chunkSize(b);
      case CHUNK_EXTENSION -> b == '\r'
          ? State.CHUNK_SIZE_LF
          : b == '\n' && !strict ? chunkBegins() : extra(b, State.CHUNK_EXTENSION);
      case CHUNK_SIZE_LF -> lineFeed(b, chunkBegins());
      case CHUNK_CR -> b == '\n' && !strict ? chunkEnds() : carriageReturn(b);
      case CHUNK_LF -> lineFeed(b, chunkEnds());
      case TRAILER_BEGIN -> trailerBegin(b);
      case TRAILER_NAME -> trailerName(b);
      case TRAILER_VALUE -> b == '\r'
          ? State.TRAILER_LF
          : b == '\n' && !strict ? State.TRAILER_BEGIN : extra(b, State.TRAILER_VALUE);
      case TRAILER_LF -> lineFeed(b, State.TRAILER_BEGIN);
      case LAST_LF -> lineFeed(b, State.COMPLETE);
      default -> throw new IllegalStateException(state.name());
    };
  }

  private State chunkSize(byte b) throws InvalidMessageException {
    int digit = Ascii.hexDigit(b);
    if (digit >= 0) {
      if (++digits > MAX_SIZE_DIGITS) {
        throw badRequest("a chunk's size has too many digits");
      }
      remaining = remaining * 16 + digit;
      return State.CHUNK_SIZE;
    }
    if (digits > 0 && b == '\r') {
      return State.CHUNK_SIZE_LF;
    }
    if (digits > 0 && b == '\n' && !strict) {
      return chunkBegins();
    }
    if (digits > 0 && (b == ';' || !strict && Ascii.isBlank(b))) {
      return State.CHUNK_EXTENSION;
    }
    throw badRequest("a chunk's size isn't a hexadecimal number");
  }

  private State chunkBegins() {
    return remaining == 0 ? State.TRAILER_BEGIN : State.CHUNK;
  }

  private State chunkEnds() {
    digits = 0;
    return State.CHUNK_SIZE;
  }

  private State trailerBegin(byte b) throws InvalidMessageException {
    if (b == '\r') {
      return State.LAST_LF;
    }
    if (b == '\n' && !strict) {
      return State.COMPLETE;
    }
    return strict && !Ascii.isToken(b) ? invalidTrailer() : extra(b, State.TRAILER_NAME);
  }

  private State trailerName(byte b) throws InvalidMessageException {
    if (b == ':') {
      return State.TRAILER_VALUE;
    }
    if (!strict && (b == '\r' || b == '\n')) {
      return b == '\r' ? State.TRAILER_LF : State.TRAILER_BEGIN;
    }
    return strict && !Ascii.isToken(b) ? invalidTrailer() : extra(b, State.TRAILER_NAME);
  }

  private static State invalidTrailer() throws InvalidMessageException {
    throw badRequest("a trailer field has no valid name");
  }

  private State extra(byte b, State same) throws InvalidMessageException {
    if (strict && !Ascii.isValue(b)) {
      throw badRequest("a control character stands in a chunk's extension or a trailer field");
    }
    if (++extraBytes > MAX_EXTRA_BYTES) {
      throw new InvalidMessageException(431, "its chunk extensions and trailer fields are longer than "
          + MAX_EXTRA_BYTES + " bytes");
    }
    return same;
  }

  private static State carriageReturn(byte b) throws InvalidMessageException {
    if (b != '\r') {
      throw badRequest("a chunk is longer than its size says");
    }
    return State.CHUNK_LF;
  }

  private static State lineFeed(byte b, State next) throws InvalidMessageException {
    if (b != '\n') {
      throw badRequest("a carriage return stands alone in its chunks");
    }
    return next;
  }
}
