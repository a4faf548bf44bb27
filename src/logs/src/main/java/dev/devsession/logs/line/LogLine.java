package dev.devsession.logs.line;

/**
 * A line, or a piece of a very long one, without its end.
 *
 * @param nanos its time, since 1970
 * @param text without control codes, perhaps with colours
 */
public record LogLine(LogSource source, long nanos, String text, Kind kind) {
  /** What a line is. */
  public enum Kind {
    /** As the container wrote it. */
    LINE,
    /** The beginning or the middle of a line whose next piece follows. */
    PIECE,
    /** What DevSession has to say about the container. */
    NOTICE
  }

  /** What it takes in memory, about, in bytes. */
  public int size() {
    return 128 + text.length();
  }
}
