package dev.devsession.proxy.http1;

import io.netty.buffer.ByteBuf;

/** Finds where a head ends, looking at each byte once however many reads bring it. */
final class HeadEnd {

  /** The limits are those of servers that allow much; smaller ones of the server behind decide by themselves. */
  private static final int MAX_BYTES = 128 * 1024;
  private static final int MAX_START_LINE = 64 * 1024;
  static final int MAX_FIELDS = 512;

  /** Whether only CR LF ends a line. */
  private final boolean strict;
  /** Counted from the beginning of the head. */
  private int searched;
  private int lineAt;
  private int lines;

  private HeadEnd(boolean strict) {
    this.strict = strict;
  }

  static HeadEnd ofRequests() {
    return new HeadEnd(true);
  }

  /** Servers may end lines by LF alone, and send empty lines before their answer. */
  static HeadEnd ofAnswers() {
    return new HeadEnd(false);
  }

  /**
   * Returns how many bytes the head has, with the empty line at its end; or -1 if its end hasn't arrived.
   *
   * @param from where the head begins
   */
  int find(ByteBuf bytes, int from) throws InvalidMessageException {
    int end = bytes.writerIndex();
    while (true) {
      int lineFeed = bytes.indexOf(from + searched, end, (byte) '\n');
      searched = (lineFeed < 0 ? end : lineFeed + 1) - from;
      checkSize();
      if (lineFeed < 0) {
        return -1;
      }
      boolean afterReturn = lineFeed > from + lineAt && bytes.getByte(lineFeed - 1) == '\r';
      if (strict && !afterReturn) {
        throw InvalidMessageException.badRequest("a line of its head ends without a carriage return");
      }
      boolean empty = lineFeed - from - lineAt == (afterReturn ? 1 : 0);
      lineAt = searched;
      if (empty && lines > 0) {
        reset();
        return lineFeed + 1 - from;
      }
      lines += empty ? 0 : 1;
    }
  }

  private void checkSize() throws InvalidMessageException {
    if (lines == 0 && searched > MAX_START_LINE) {
      throw new InvalidMessageException(414, "its first line is longer than " + MAX_START_LINE + " bytes");
    }
    if (searched > MAX_BYTES) {
      throw new InvalidMessageException(431, "its head is longer than " + MAX_BYTES + " bytes");
    }
    if (lines > MAX_FIELDS) {
      throw new InvalidMessageException(431, "it has more than " + MAX_FIELDS + " header fields");
    }
  }

  private void reset() {
    searched = 0;
    lineAt = 0;
    lines = 0;
  }
}
