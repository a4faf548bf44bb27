package dev.devsession.agent;

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
    line(out, "✔", topic, text);
  }

  public void note(String topic, String text) {
    line(out, " ", topic, text);
  }

  public void warning(String topic, String text) {
    line(err, "!", topic, text);
  }

  public void error(String text) {
    err.println("error: " + text);
    err.flush();
  }

  /** Prints text as it is, for output that a program may read. */
  public void raw(String text) {
    out.print(text);
    out.flush();
  }

  private static void line(PrintStream stream, String mark, String topic, String text) {
    stream.printf("%s %-15s %s%n", mark, topic, text);
    stream.flush();
  }
}
