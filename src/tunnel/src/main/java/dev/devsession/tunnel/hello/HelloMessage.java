package dev.devsession.tunnel.hello;

import dev.devsession.tunnel.hello.HelloRefusal.Code;
import java.util.HashMap;
import java.util.Map;

/**
 * The first message of each end: a line {@code devsession-tunnel/VERSION WORD}, then lines {@code name: value}, then an
 * empty one. Lines end with LF, text is UTF-8; names that aren't known are skipped.
 *
 * @param word the last word of the first line
 */
record HelloMessage(String word, Map<String, String> fields) {

  /** The major version of the wire that this code speaks. */
  static final int VERSION = 1;

  /** Limit of a whole head, the empty line included. */
  static final int MAX_BYTES = 4096;

  static final String END = "\n\n";

  private static final String PROTOCOL = "devsession-tunnel/";

  /**
   * @throws HelloRefusedException unless the line has this version; of another version's head, nothing else may be
   * read
   */
  static void check(String firstLine) throws HelloRefusedException {
    var name = firstLine.startsWith(PROTOCOL) ? firstLine.substring(PROTOCOL.length()).split(" ", 2)[0] : "";
    if (name.isEmpty() || name.length() > 9 || !name.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new HelloRefusedException(new HelloRefusal(Code.MALFORMED, "expected a line \"" + PROTOCOL + VERSION
          + " …\", got \"" + printable(firstLine) + "\"; is it the tunnel port of a session's gateway?"));
    }
    int version = Integer.parseInt(name);
    if (version != VERSION) {
      throw new HelloRefusedException(new HelloRefusal(Code.VERSION, "this end speaks version " + VERSION
          + " of the tunnel and the other end version " + version + "; update the "
          + (version < VERSION ? "other end" : "older one")
          + " (devsession on the machine, the operator in the cluster)"));
    }
  }

  /** @param text up to its empty line */
  static HelloMessage parse(String text) throws HelloRefusedException {
    var lines = text.split("\n");
    check(lines[0]);
    var fields = new HashMap<String, String>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(": ");
      if (colon <= 0) {
        throw new HelloRefusedException(
            new HelloRefusal(Code.MALFORMED, "expected a line \"name: value\", got \"" + printable(lines[i]) + '"'));
      }
      fields.putIfAbsent(lines[i].substring(0, colon), lines[i].substring(colon + 2));
    }
    int space = lines[0].indexOf(' ');
    return new HelloMessage(space < 0 ? "" : lines[0].substring(space + 1), fields);
  }

  String require(String name) throws HelloRefusedException {
    var value = fields.get(name);
    if (value == null || value.isBlank()) {
      throw new HelloRefusedException(
          new HelloRefusal(Code.MALFORMED, "expected a line \"" + name + ": …\", and there is none"));
    }
    return value;
  }

  /** The text on the wire; fields without value are left out, and no value can end its line. */
  String format() {
    var text = new StringBuilder(PROTOCOL).append(VERSION).append(' ').append(word).append('\n');
    for (var field : fields.entrySet()) {
      if (field.getValue() != null) {
        text.append(field.getKey()).append(": ").append(printable(field.getValue())).append('\n');
      }
    }
    return text.append('\n').toString();
  }

  /** At most 400 characters without control characters. */
  private static String printable(String text) {
    var clean = text.length() > 400 ? text.substring(0, 400) + "…" : text;
    return clean.replaceAll("\\p{Cntrl}", " ").strip();
  }
}
