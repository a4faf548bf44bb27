package dev.devsession.hosts;

import java.util.List;

/** The lines that begin and end a block. */
final class BlockMarkers {

  private BlockMarkers() {}

  /** Whether a line is this marker. */
  static boolean is(String line, String marker) {
    return line.startsWith(marker) && (line.length() == marker.length() || line.charAt(marker.length()) <= ' ');
  }

  /**
   * The indexes of the markers of the one block; none if there is no block.
   *
   * @throws MalformedBlockException if a marker has no partner, or there is more than one block
   */
  static int[] find(List<String> lines) throws MalformedBlockException {
    int begin = -1;
    int end = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (is(lines.get(i), HostsText.BEGIN)) {
        if (begin >= 0) {
          throw new MalformedBlockException(i + 1, "a second \"" + HostsText.BEGIN + "\"; the first is on line "
              + (begin + 1) + ", and only one block is ours");
        }
        begin = i;
      } else if (is(lines.get(i), HostsText.END)) {
        if (begin < 0 || end >= 0) {
          throw new MalformedBlockException(i + 1,
              "\"" + HostsText.END + "\" without a \"" + HostsText.BEGIN + "\" before it");
        }
        end = i;
      }
    }
    if (begin >= 0 && end < 0) {
      throw new MalformedBlockException(begin + 1,
          "\"" + HostsText.BEGIN + "\" without an \"" + HostsText.END + "\" after it");
    }
    return begin < 0 ? new int[0] : new int[]{begin, end};
  }
}
