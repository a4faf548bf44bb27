package dev.devsession.localnet.privileged;

/** Makes text from the other end of the pipe safe to print. */
final class PrintableText {

  private static final int LONGEST = 200;

  private PrintableText() {}

  /** As one short line without control characters. */
  static String printable(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
