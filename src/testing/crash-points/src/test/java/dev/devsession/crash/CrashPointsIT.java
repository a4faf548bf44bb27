package dev.devsession.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.crash.tap.CrashMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The short form of {@code make crash-points}. It needs the operator as a jar, so it runs in {@code mvn verify}. */
class CrashPointsIT {
  @Test
  void everyScenarioEndsAsWithoutACrashWhereverTheOperatorCrashes() throws Exception {
    var outcomes = new CrashRun(3, new Selection.EachKind()).play(Main.SCENARIOS, System.out);
    System.out.println("\n" + OutcomeTable.of(outcomes));
    assertThat(outcomes).hasSameSizeAs(Main.SCENARIOS)
        .allSatisfy(o -> assertThat(o.stream().filter(Outcome::crashed)).isNotEmpty());
    assertThat(outcomes.stream().flatMap(List::stream).filter(Outcome::crashed).map(o -> o.crash().way()))
        .contains(CrashMode.values());
    assertThat(outcomes.stream().flatMap(List::stream).filter(o -> !o.passed())
        .map(o -> o.scenario().name() + ", " + o.where() + ": " + o.problems())).isEmpty();
  }
}
