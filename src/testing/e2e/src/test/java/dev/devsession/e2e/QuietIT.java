package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With twenty unchanging sessions the operator writes nothing, and all processes stay small. */
@ExtendWith(RealCluster.class)
class QuietIT {
  private static final int SESSIONS = 20;
  /** The long form includes the operator's resync, once a minute. */
  private static final Duration WATCHED = Duration.ofSeconds(Soak.size(15, 180));
  private static final long MIB = 1 << 20;
  private final Installation installation;

  QuietIT(Installation installation) {
    this.installation = installation;
  }

  @Test
  void nothingIsWrittenWhileNothingChanges() {
    try (var local = new LocalProcess();
        var shop = DeployedShop.deploy(installation, "quiet", yaml -> IntStream.range(0, SESSIONS)
            .mapToObj(i -> DeployedShop.service("s" + i)).collect(Collectors.joining()))) {
      IntStream.range(0, SESSIONS)
          .forEach(i -> shop.session("dev" + i, "services: [{name: s" + i + ", ports: [{hostPort: " + local.port()
              + "}]}], transport: {type: Direct, hostAddress: " + installation.cluster.hostAddress() + "}"));
      IntStream.range(0, SESSIONS).forEach(i -> shop.await("dev" + i, Condition::holds));
      shop.awaitPods(SESSIONS);

      installation.awaitNamespacesGone();
      var counted = new Writes(installation);
      var end = Instant.now().plus(WATCHED);
      Awaitility.await().atMost(WATCHED.plusSeconds(10)).pollInterval(Duration.ofSeconds(1))
          .until(() -> Instant.now().isAfter(end));
      var writes = counted.since();
      var memory = Memory.of(installation);
      System.err.printf("%d sessions, %d s: writes %s%nresident: operator %d MiB, proxies at most %d MiB%n", SESSIONS,
          WATCHED.toSeconds(), writes,
          memory.operator() / MIB, memory.largestProxy() / MIB);
      assertThat(writes).isEmpty();
      assertThat(memory.operator()).isPositive().isLessThanOrEqualTo(160 * MIB);
      assertThat(memory.largestProxy()).isPositive().isLessThanOrEqualTo(64 * MIB);
    }
  }
}
