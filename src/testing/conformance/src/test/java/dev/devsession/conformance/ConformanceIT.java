package dev.devsession.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The short form of {@code make conformance}. */
class ConformanceIT {
  private static final Path CHECKOUT = Path.of(System.getProperty("devsession.root", "../../.."));

  @Test
  void noSuiteEndsWorseBehindTheProxy() throws Exception {
    List<SuiteOutcome> outcomes;
    try (var local = LocalStand.start(CHECKOUT.toAbsolutePath().normalize(), false)) {
      outcomes = SuiteOutcome.ofAll(CHECKOUT, List.of(), local.stand());
      assertThat(local.proxy().isAlive()).isTrue();
    }
    System.out.println("\n" + ConformanceTable.of(outcomes));
    assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.byWay().values()).noneMatch(c -> c.size() < 4));
    assertThat(outcomes.stream().flatMap(outcome -> outcome.problems().stream())).isEmpty();
  }
}
