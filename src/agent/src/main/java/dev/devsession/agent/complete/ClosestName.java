package dev.devsession.agent.complete;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that the user probably meant to type. */
public final class ClosestName {
  private ClosestName() {}

  /** The name with the fewest letters to change, if these are at most a third of them. */
  public static Optional<String> to(String typed, Collection<String> names) {
    return names.stream().filter(n -> distance(typed, n) * 3 <= Math.max(typed.length(), n.length()))
        .min(Comparator.comparingInt((String n) -> distance(typed, n)).thenComparing(n -> n));
  }

  /** Letters to insert, to remove or to replace (Levenshtein). */
  static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j - 1], diagonal) + 1);
      }
    }
    return row[b.length()];
  }
}
