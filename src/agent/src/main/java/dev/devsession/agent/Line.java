package dev.devsession.agent;

/**
 * One thing told at the terminal.
 *
 * @param topic what it is about, in a fixed column
 */
public record Line(Mark mark, String topic, String text) {

  /** How a line begins. */
  public enum Mark {
    DONE("✔"),
    NOTE(" "),
    WARNING("!");

    private final String sign;

    Mark(String sign) {
      this.sign = sign;
    }
  }

  /** Good news. */
  public static Line done(String topic, String text) {
    return new Line(Mark.DONE, topic, text);
  }

  /** Something under way. */
  public static Line note(String topic, String text) {
    return new Line(Mark.NOTE, topic, text);
  }

  /** Something to do about. */
  public static Line warning(String topic, String text) {
    return new Line(Mark.WARNING, topic, text);
  }

  /** As it stands at the terminal, without the line's end. */
  @Override
  public String toString() {
    return String.format("%s %-15s %s", mark.sign, topic, text).stripTrailing();
  }
}
