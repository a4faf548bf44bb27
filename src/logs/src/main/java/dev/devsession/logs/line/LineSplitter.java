package dev.devsession.logs.line;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits a stream into lines, and very long lines into pieces, always at the same places of a line. So memory is
 * bounded, and a piece that is read twice is recognised.
 */
public final class LineSplitter {
  /** The most that a piece holds, in bytes. */
  public static final int MOST = 64 * 1024;
  private static final int FIRST = 512;

  private final InputStream in;
  private final byte[] chunk = new byte[8 * 1024];
  private int at;
  private int end;
  private byte[] piece = new byte[FIRST];
  private int length;
  private boolean inside;

  /**
   * A line or a piece of one, without the line's end.
   *
   * @param begins whether it is the first of its line
   * @param ends whether it is the last
   */
  public record Piece(byte[] bytes, boolean begins, boolean ends) {}

  public LineSplitter(InputStream in) {
    this.in = in;
  }

  /** Waits for the next one; null at the stream's end. */
  public Piece next() throws IOException {
    while (true) {
      while (at < end) {
        int to = at;
        int limit = Math.min(end, at + MOST - length);
        while (to < limit && chunk[to] != '\n') {
          to++;
        }
        append(at, to);
        at = to;
        if (at < end && chunk[at] == '\n') {
          at++;
          return take(length, true);
        }
        if (at < end) {
          return take(wholeCharacters(chunk[at]), false);
        }
      }
      at = 0;
      end = Math.max(0, in.read(chunk));
      if (end == 0) {
        return null;
      }
    }
  }

  /** What came after the last line's end, which its writer or the connection cut off; null if there is nothing. */
  public Piece rest() {
    return length == 0 ? null : take(length, true);
  }

  private void append(int from, int to) {
    if (length + to - from > piece.length) {
      piece = Arrays.copyOf(piece, Math.min(MOST, Math.max(2 * piece.length, length + to - from)));
    }
    System.arraycopy(chunk, from, piece, length, to - from);
    length += to - from;
  }

  private Piece take(int bytes, boolean ends) {
    var taken = new Piece(Arrays.copyOf(piece, bytes), !inside, ends);
    System.arraycopy(piece, bytes, piece, 0, length - bytes);
    length -= bytes;
    inside = !ends;
    if (ends && piece.length > FIRST) {
      piece = new byte[FIRST];
    }
    return taken;
  }

  /** Up to where the piece has no part of a character of which the next byte is one too. */
  private int wholeCharacters(byte next) {
    int cut = length;
    for (byte following = next; (following & 0xc0) == 0x80 && length - cut < 4; following = piece[cut]) {
      cut--;
    }
    return length - cut < 4 ? cut : length;
  }
}
