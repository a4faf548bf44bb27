package dev.devsession.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.crash.scenario.RestoringByDeletion;
import dev.devsession.crash.scenario.SwappingOne;
import dev.devsession.crash.tap.Write;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * How many writes a session with one Service costs, so that they can't grow unseen: docs/measurements.md lists them.
 * The lease, dry runs and Events aren't counted. The best of several runs counts: one that is slow reports its
 * progress too, and one that meets another client's write repeats its own.
 */
class WritesPerSessionIT {
  private static final Map<Scenario, Integer> MOST = Map.of(new SwappingOne(false), 8, new SwappingOne(true), 11,
      new RestoringByDeletion(false), 12);
  private static final int ROUNDS = 5;
  private static final Pattern REASON = Pattern.compile("\"reason\":\"(\\w+)\"");

  @Test
  void oneSessionCostsNoMoreWritesThanItNeeds() throws Exception {
    var scenarios = Collections.nCopies(ROUNDS, new ArrayList<>(MOST.keySet())).stream().flatMap(List::stream).toList();
    var outcomes = new CrashRun(1, new Selection.None()).play(scenarios, System.out).stream().map(List::getFirst)
        .toList();
    assertThat(outcomes).extracting(Outcome::problems).containsOnly(List.of());
    assertThat(MOST).allSatisfy((scenario, most) -> {
      var best = outcomes.stream().filter(o -> o.scenario().equals(scenario))
          .min(Comparator.comparing(o -> o.writes().size())).orElseThrow();
      System.out.println(list(best));
      assertThat(best.writes().size()).as(list(best)).isPositive().isLessThanOrEqualTo(most);
    });
  }

  private static String list(Outcome outcome) {
    return outcome.scenario().name() + ":\n" + outcome.writes().stream().map(w -> "  " + w + " " + reasons(w))
        .collect(Collectors.joining("\n"));
  }

  /** The reasons of the conditions in it, which tell one status from another. */
  private static List<String> reasons(Write write) {
    return REASON.matcher(write.body()).results().map((MatchResult r) -> r.group(1)).toList();
  }
}
