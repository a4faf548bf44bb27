package dev.devsession.conformance;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The outcomes as a Markdown table. */
public final class ConformanceTable {
  private ConformanceTable() {}

  public static String of(List<SuiteOutcome> outcomes) {
    var table = new StringBuilder(
        "| suite | cases | bare server | rule never hits | rule always hits | rule hits some |\n"
            + "|---|---|---|---|---|---|\n");
    for (var outcome : outcomes) {
      int cases = outcome.byWay().values().stream().mapToInt(Map::size).max().orElse(0);
      table.append("| ").append(outcome.suite().source()).append(" | ").append(cases).append(" |");
      for (var way : Way.values()) {
        table.append(' ').append(cell(outcome, way)).append(" |");
      }
      table.append('\n');
    }
    return table.toString();
  }

  private static String cell(SuiteOutcome outcome, Way way) {
    var cases = outcome.byWay().get(way);
    if (cases == null) {
      return "–";
    }
    long passed = cases.values().stream().filter(ConformanceSuite.PASSED::equals).count();
    if (way == Way.BARE) {
      return passed == 0 ? "recorded" : passed + " passed";
    }
    int worse = outcome.worse(way).size();
    boolean compared = outcome.byWay().containsKey(Way.BARE);
    var same = compared ? "as bare" : "as expected";
    return (worse == 0 ? "all " + same : worse + " worse") + (compared && passed > 0 ? ", " + passed + " passed" : "");
  }

  /** What is worse, one line each. */
  static String problems(List<SuiteOutcome> outcomes) {
    return outcomes.stream().flatMap(o -> o.problems().stream()).collect(Collectors.joining("\n"));
  }
}
