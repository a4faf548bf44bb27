package dev.devsession.logs.order;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * How far a container's log was read. A stream can only be asked for from a full second on, so this remembers the lines
 * of the last second: those of a new stream that it knows were read before.
 */
public final class ReadPosition {
  /** The most lines that it remembers; of a busier second it remembers the last part. */
  static final int MOST = 4096;
  private static final int FIRST = 16;
  private static final long SECOND = 1_000_000_000L;

  private long second = Long.MIN_VALUE;
  private long from;
  private long last = Long.MIN_VALUE;
  private long[] lines = new long[FIRST];
  private int count;

  /** A line was read. */
  public void read(long nanos, byte[] line) {
    long its = Math.floorDiv(nanos, SECOND);
    last = Math.max(last, nanos);
    if (its < second) {
      return; // of the other stream of the container, and won't be asked for again
    }
    if (its > second || count == MOST) {
      from = its > second ? its * SECOND : nanos;
      second = its;
      count = 0;
    }
    if (count == lines.length) {
      lines = Arrays.copyOf(lines, Math.min(MOST, 2 * count));
    }
    lines[count++] = hash(nanos, line);
  }

  /** From which second on to read, since 1970; empty before the first line. */
  public OptionalLong second() {
    return count == 0 ? OptionalLong.empty() : OptionalLong.of(second);
  }

  /** The latest line's time. */
  public long last() {
    return last;
  }

  /** For one new stream. */
  public Resumption resume() {
    return new Resumption(from, (second + 1) * SECOND, Arrays.copyOf(lines, count));
  }

  private static long hash(long nanos, byte[] line) {
    long hash = nanos;
    for (byte one : line) {
      hash = hash * 1_000_003 + one;
    }
    return hash;
  }

  /** Tells known lines of a stream from new ones. */
  public static final class Resumption {
    private final long from;
    private final long end;
    private final long[] known;
    private int met;
    private boolean passed;
    private boolean told;

    private Resumption(long from, long end, long[] known) {
      this.from = from;
      this.end = end;
      this.known = known;
    }

    /** Whether a line, in the order of the stream, was not read before. */
    public boolean isNew(long nanos, byte[] line) {
      if (passed || nanos >= end) {
        passed = true;
        return true;
      }
      if (known.length > 0 && nanos < from) {
        return false;
      }
      long hash = hash(nanos, line);
      for (int i = met; i < known.length; i++) {
        if (known[i] == hash) {
          met = i + 1;
          return false;
        }
      }
      return true;
    }

    /** Whether all lines that were known have come again, so that what follows them is complete. */
    public boolean isSeamless() {
      return met == known.length;
    }

    /**
     * Whether it is clear, now that a new line has come, that the stream doesn't go on where the last one ended. Then
     * lines between may have been in a file that was rotated away, or of a start of the container that can't be read
     * any more. True once.
     */
    public boolean isUnseamed() {
      var first = met < known.length && !told;
      told |= first;
      return first;
    }
  }
}
