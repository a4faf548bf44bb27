package dev.devsession.agent.traffic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/** What proxies have counted, for people. Pure. */
final class CountWords {
  private CountWords() {}

  /** Such as {@code 12 of 340 requests were yours; the original answered 2 of them (disconnected)}. */
  static String of(RequestCounts counts, boolean mirror) {
    if (counts.all() == 0) {
      return "no requests yet";
    }
    var parts = new ArrayList<String>();
    var yours = mirror ? counts.mirrored() : counts.matched();
    parts.add(yours + " of " + counts.all() + (counts.all() == 1 ? " request " : " requests ")
        + (yours == 1 ? "was " : "were ") + (mirror ? "copied to you" : "yours"));
    add(parts, "the original answered ", counts.fellBack(), " of them");
    add(parts, "", counts.refused(), " of them were refused");
    add(parts, "", counts.copiesLost(), " of the copies were lost");
    if (counts.alsoMatched() > 0) {
      parts.add(counts.alsoMatched() + " more matched, but an older session got them");
    }
    return String.join("; ", parts);
  }

  private static void add(ArrayList<String> parts, String before, Map<String, Long> byReason, String after) {
    if (!byReason.isEmpty()) {
      parts.add(before + RequestCounts.sum(byReason) + after + " (" + reasons(byReason) + ")");
    }
  }

  /** The most frequent first, as in {@code not listening, 2 disconnected}. */
  static String reasons(Map<String, Long> byReason) {
    return byReason.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey()))
        .map(e -> (byReason.size() == 1 ? "" : e.getValue() + " ") + e.getKey().replace('_', ' '))
        .collect(Collectors.joining(", "));
  }
}
