package dev.devsession.console;

/**
 * One line printed at the terminal.
 *
 * @param topic what it is about, in a fixed column
 */
public record TerminalLine(Symbol symbol, String topic, String text) {

  /** How a line begins. */
  public enum Symbol {
    DONE("✔"),
    NOTE(" "),
    WARNING("!");

    private final String sign;

    Symbol(String sign) {
      this.sign = sign;
    }
  }

  /** Good news. */
  public static TerminalLine done(String topic, String text) {
    return new TerminalLine(Symbol.DONE, topic, text);
  }

  /** Something under way. */
  public static TerminalLine note(String topic, String text) {
    return new TerminalLine(Symbol.NOTE, topic, text);
  }

  /** Something to do about. */
  public static TerminalLine warning(String topic, String text) {
    return new TerminalLine(Symbol.WARNING, topic, text);
  }

  /** As printed at the terminal, without the line's end. */
  @Override
  public String toString() {
    return String.format("%s %-15s %s", symbol.sign, topic, text).stripTrailing();
  }
}
