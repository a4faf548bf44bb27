package dev.devsession.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** The short form of {@code make conformance}. */
class ConformanceIT {
  private static final Path CHECKOUT = Path.of(System.getProperty("devsession.root", "../../.."));

  @Test
  void noSuiteEndsWorseBehindTheProxy() throws Exception {
    var outcomes = new ArrayList<SuiteOutcome>();
    try (var stand = TestStand.start(CHECKOUT.toAbsolutePath().normalize(), false)) {
      for (var suite : ConformanceMain.suites(CHECKOUT)) {
        outcomes.add(SuiteOutcome.of(suite, stand));
      }
      assertThat(stand.proxy().isAlive()).isTrue();
    }
    System.out.println("\n" + ConformanceTable.of(outcomes));
    assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.byWay().values()).noneMatch(c -> c.size() < 4));
    assertThat(outcomes.stream().flatMap(outcome -> outcome.problems().stream())).isEmpty();
  }
}
