package dev.devsession.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The short form of {@code make crash-points}. It needs the operator as a jar, so it runs in {@code mvn verify}; {@code
 * -Dcrash.step=20} plays less still, to try the test itself.
 */
class CrashPointsIT {
  private static final int EVERY_SECOND = 2;

  @Test
  void everyScenarioComesToItsEndWhereverTheOperatorCrashes() throws Exception {
    var outcomes = new Run(3, Integer.getInteger("crash.step", EVERY_SECOND), null).play(Main.SCENARIOS, System.out);
    System.out.println("\n" + Table.of(outcomes));
    assertThat(outcomes).hasSameSizeAs(Main.SCENARIOS)
        .allSatisfy(o -> assertThat(o.stream().filter(Outcome::crashed)).isNotEmpty());
    assertThat(outcomes.stream().flatMap(List::stream).filter(o -> !o.passed())
        .map(o -> o.scenario().name() + ", " + o.where() + ": " + o.problems())).isEmpty();
  }
}
