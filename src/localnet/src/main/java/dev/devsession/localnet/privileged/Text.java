package dev.devsession.localnet.privileged;

/** Text from the other end of the pipe. */
final class Text {

  private static final int LONGEST = 200;

  private Text() {}

  /** In one short line, whatever it holds. */
  static String printable(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
