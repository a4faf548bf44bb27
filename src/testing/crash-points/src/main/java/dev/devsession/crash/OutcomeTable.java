package dev.devsession.crash;

import java.util.List;
import java.util.Locale;

/** The result for people. */
final class OutcomeTable {
  private OutcomeTable() {}

  /** Without crashes each scenario has one outcome, its first; the others are its crash points. */
  static String of(List<List<Outcome>> scenarios) {
    var text = new StringBuilder(
        "| scenario | writes | crash points | passed | seconds |\n|---|---:|---:|---:|---:|\n");
    scenarios.forEach(s -> text.append(row(s.getFirst().scenario().name(), s.getFirst().writes().size(), s)));
    var all = scenarios.stream().flatMap(List::stream).toList();
    var writes = scenarios.stream().mapToInt(s -> s.getFirst().writes().size()).sum();
    text.append(row("all", writes, all));
    var missed = all.stream().filter(o -> o.crash() != null && o.passed() && !o.crashed()).count();
    if (missed > 0) {
      text.append('\n').append(missed).append(" crash points were not reached: those runs had fewer writes\n");
    }
    return text.toString();
  }

  private static String row(String name, int writes, List<Outcome> outcomes) {
    var crashed = outcomes.stream().filter(Outcome::crashed).toList();
    var seconds = outcomes.stream().mapToDouble(o -> o.time().toMillis() / 1000.0).sum();
    return String.format(Locale.ROOT, "| %s | %d | %d | %d | %.0f |%n", name, writes, crashed.size(),
        crashed.stream().filter(Outcome::passed).count(), seconds);
  }
}
