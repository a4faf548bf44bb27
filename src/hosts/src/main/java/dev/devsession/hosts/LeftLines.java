package dev.devsession.hosts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines that dead agents left in a hosts file, also where markers are missing: then those that look as only an
 * agent writes them, next to what is left of the block.
 *
 * @param kept the text without them
 * @param count how many there are
 */
record LeftLines(byte[] kept, int count) {

  private static final String HEADER = "# Names of Kubernetes services, kept by devsession (pid ";
  private static final String HINT = "# Removed when it exits. If it is gone, remove them with: devsession hosts";
  private static final Pattern NAMES = Pattern
      .compile("[0-9a-fA-F.:]+((?: [a-z0-9.-]+)*) (([a-z0-9-]+(?:\\.[a-z0-9-]+)+)\\.svc(?:\\.cluster\\.local)?)");

  static LeftLines in(byte[] bytes) {
    List<String> lines = HostsLine.split(new String(bytes, ISO_8859_1));
    BitSet ours = find(lines);
    StringBuilder kept = new StringBuilder();
    boolean ownBreak = false;
    for (int i = 0; i < lines.size(); i++) {
      if (ours.get(i)) {
        ownBreak |= HostsLine.content(lines.get(i)).equals(HostsText.begin(true));
      } else {
        kept.append(lines.get(i));
      }
    }
    // What others appended below needs the line break, ours or not.
    if (ownBreak && ours.get(lines.size() - 1)) {
      kept.setLength(HostsLine.content(kept.toString()).length());
    }
    return new LeftLines(kept.toString().getBytes(ISO_8859_1), ours.cardinality());
  }

  private static BitSet find(List<String> lines) {
    BitSet ours = new BitSet();
    int open = -1;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean begins = BlockMarkers.is(line, HostsText.BEGIN);
      if (BlockMarkers.is(line, HostsText.END)) {
        ours.set(open < 0 ? firstBefore(lines, i) : open, i + 1);
        open = -1;
      } else if (begins || line.startsWith(HEADER)) {
        ours.set(i);
        markAfter(lines, i + 1, ours);
        open = begins ? i : open;
      }
    }
    return ours;
  }

  private static int firstBefore(List<String> lines, int end) {
    int first = end;
    while (first > 0 && isOurs(lines.get(first - 1))) {
      first--;
    }
    return first;
  }

  private static void markAfter(List<String> lines, int from, BitSet ours) {
    for (int i = from; i < lines.size() && isOurs(lines.get(i)); i++) {
      ours.set(i);
    }
  }

  private static boolean isOurs(String line) {
    String content = HostsLine.content(line);
    return content.startsWith(HEADER) || content.startsWith(HINT) || isNames(content);
  }

  /** Such as {@code 127.1.2.3 orders orders.shop orders.shop.svc orders.shop.svc.cluster.local}. */
  private static boolean isNames(String line) {
    Matcher names = NAMES.matcher(line);
    if (!names.matches()) {
      return false;
    }
    String title = names.group(3);
    String bare = title.substring(0, title.lastIndexOf('.'));
    return names.group(1).isEmpty() || List.of(names.group(1).strip().split(" ")).stream()
        .allMatch(name -> name.equals(bare) || name.equals(title) || name.equals(title + ".svc"));
  }
}
