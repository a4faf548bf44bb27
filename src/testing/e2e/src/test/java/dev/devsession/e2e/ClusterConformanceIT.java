package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.conformance.ConformanceTable;
import dev.devsession.conformance.SuiteOutcome;
import dev.devsession.e2e.conformance.ClusterStand;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The conformance suites at intercepted Services of a real cluster, and at one that no session has. */
@ExtendWith(RealCluster.class)
class ClusterConformanceIT {
  private final Installation installation;

  ClusterConformanceIT(Installation installation) {
    this.installation = installation;
  }

  @Test
  void noSuiteEndsWorseAtAnInterceptedService() throws Exception {
    try (var cluster = ClusterStand.start(installation)) {
      var outcomes = SuiteOutcome.ofAll(Project.ROOT, List.of(), cluster.stand(Soak.LONG));

      System.err.println("\n" + ConformanceTable.of(outcomes));
      assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.byWay().values()).noneMatch(c -> c.size() < 4));
      assertThat(outcomes.stream().flatMap(outcome -> outcome.problems().stream())).isEmpty();
    }
  }
}
