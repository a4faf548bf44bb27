package dev.devsession.e2e.logs;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Counts the lines of the program {@code lines} in what a reader shows, whatever it puts before them. Each start of the
 * program is a series of numbers of its own, and names its last one at its end.
 */
public final class LineAccount {
  private static final Pattern LINE = Pattern.compile("\\b(\\d{19}) (?:end (\\d+)|(\\d+) (\\S+) x)");

  private final Map<Long, Series> series = new HashMap<>();
  private final Map<String, Long> firsts = new HashMap<>();
  private long lines;
  private long doubled;

  private static final class Series {
    private final BitSet seen = new BitSet();
    private int last = -1;
    private int ends;
  }

  /** A line was shown at this time, in milliseconds since 1970. */
  public synchronized void shown(String line, long millis) {
    var found = LINE.matcher(line);
    if (!found.find()) {
      return;
    }
    lines++;
    var one = series.computeIfAbsent(Long.parseLong(found.group(1)), start -> new Series());
    if (found.group(2) != null) {
      one.last = Integer.parseInt(found.group(2));
      doubled += one.ends++ > 0 ? 1 : 0;
    } else {
      var number = Integer.parseInt(found.group(3));
      doubled += one.seen.get(number) ? 1 : 0;
      one.seen.set(number);
      firsts.putIfAbsent(found.group(4), millis);
    }
  }

  public synchronized long lines() {
    return lines;
  }

  public synchronized long doubled() {
    return doubled;
  }

  /** Starts of the program whose end was shown. */
  public synchronized int ended() {
    return (int) series.values().stream().filter(s -> s.last >= 0).count();
  }

  /**
   * Lines that weren't shown, by what was. Of a series without an end its end counts as one.
   *
   * @param starts of the program, each of which has ended
   * @param each how many lines a start that wasn't shown at all is taken to have written
   */
  public synchronized long lost(int starts, int each) {
    return series.values().stream().mapToLong(s -> Math.max(s.last, s.seen.length() - 1) - s.seen.cardinality()
        + (s.last < 0 ? 1 : 0)).sum() + Math.max(0, starts - series.size()) * (long) each;
  }

  /** Which lines weren't shown, of the starts that were: from the first to the last missing one of each. */
  public synchronized List<String> missing() {
    return series.entrySet().stream().filter(e -> e.getValue().seen.cardinality() != e.getValue().last)
        .map(e -> e.getKey() + ": " + e.getValue().seen.nextClearBit(1) + " to "
            + (e.getValue().last < 0
                ? "the end"
                : "" + e.getValue().seen.previousClearBit(e.getValue().last)))
        .toList();
  }

  /** When the first line of a pod was shown, in milliseconds since 1970; empty if none was. */
  public synchronized OptionalLong firstShown(String pod) {
    return firsts.containsKey(pod) ? OptionalLong.of(firsts.get(pod)) : OptionalLong.empty();
  }
}
