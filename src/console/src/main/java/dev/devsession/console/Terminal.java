package dev.devsession.console;

import java.io.PrintStream;

/** One line per event: a mark, a topic in a fixed column, and a text. Good news on stdout, the rest on stderr. */
public final class Terminal {

  private final PrintStream out;
  private final PrintStream err;

  public Terminal(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public void done(String topic, String text) {
    print(TerminalLine.done(topic, text));
  }

  public void note(String topic, String text) {
    print(TerminalLine.note(topic, text));
  }

  public void warning(String topic, String text) {
    print(TerminalLine.warning(topic, text));
  }

  /** Warnings go to stderr. */
  public void print(TerminalLine line) {
    println(line.symbol() == TerminalLine.Symbol.WARNING ? err : out, line.toString());
  }

  /** A note for the user, on stderr, because a program may read stdout. */
  public void remark(String text) {
    println(err, text);
  }

  public void error(String text) {
    println(err, "error: " + text);
  }

  /** Prints text as it is, for output that a program may read. */
  public void raw(String text) {
    out.print(text);
    out.flush();
  }

  private static void println(PrintStream stream, String text) {
    stream.println(text);
    stream.flush();
  }
}
