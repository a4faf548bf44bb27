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
 * The lease, dry runs and Events aren't counted, nor that a patch of the original is repeated because its controller
 * wrote in between. The best of several runs counts: one that is slow reports its progress too.
 */
class WritesPerSessionIT {
  private static final Map<Scenario, Integer> MOST = Map.of(new SwappingOne(false), 8, new SwappingOne(true), 11,
      new RestoringByDeletion(false), 11);
  private static final int ROUNDS = 5;
  /** A restore gives the replicas back, then the ownership. */
  private static final int PATCHES_OF_ORIGINAL = 2;
  private static final Pattern REASON = Pattern.compile("\"reason\":\"(\\w+)\"");

  @Test
  void oneSessionCostsNoMoreWritesThanItNeeds() throws Exception {
    var scenarios = Collections.nCopies(ROUNDS, new ArrayList<>(MOST.keySet())).stream().flatMap(List::stream).toList();
    var outcomes = new CrashRun(1, new Selection.None()).play(scenarios, System.out).stream().map(List::getFirst)
        .toList();
    assertThat(outcomes).extracting(Outcome::problems).containsOnly(List.of());
    assertThat(MOST).allSatisfy((scenario, most) -> {
      var best = outcomes.stream().filter(o -> o.scenario().equals(scenario))
          .min(Comparator.comparing(WritesPerSessionIT::count)).orElseThrow();
      assertThat(count(best)).as(list(best)).isPositive().isLessThanOrEqualTo(most);
    });
  }

  private static long count(Outcome outcome) {
    var ofOriginal = outcome.writes().stream().filter(w -> w.kind().equals("PATCH deployments")).count();
    return outcome.writes().size() - Math.max(0, ofOriginal - PATCHES_OF_ORIGINAL);
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
