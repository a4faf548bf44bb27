package dev.devsession.match;

/** A rule as one line of printable ASCII, as in a proxy's routes file. */
public final class RuleLine {
  private RuleLine() {}

  public static String write(RequestRule rule) {
    throw new UnsupportedOperationException("not built yet");
  }

  /** @throws IllegalArgumentException saying what is expected */
  public static RequestRule parse(String line) {
    throw new UnsupportedOperationException("not built yet");
  }
}
