package dev.devsession.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The benchmark in small: what doesn't depend on the size holds here too. */
class ScaleBenchmarkIT {
  @Test
  @Timeout(300)
  void sessionsAreSwappedAndRestoredAndTheOperatorIsIdleAfterwards() throws Exception {
    var size = Size.of("sessions=6", "services=20", "namespaces=3", "rounds=1", "idleSeconds=2");
    var result = ScaleBenchmark.run(size);
    System.err.println(result.table(size));

    assertThat(result.left()).isEmpty();
    assertThat(result.idle().byKind()).isEmpty();
    assertThat(result.restart().writes()).isZero();
    assertThat(result.restart().byKind()).containsKey("list deployments");
    assertThat(result.fresh().peak()).isPositive().isLessThan(OperatorProcess.memoryLimit() / 1024);
  }
}
