package dev.devsession.localnet.privileged;

/** Makes text from the other end of the pipe safe to print. */
final class PrintableText {

  private static final int LONGEST = 200;

  private PrintableText() {}

  /** In one short line, whatever it holds. */
  static String printable(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
