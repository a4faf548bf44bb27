package dev.devsession.bench.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark in small, without a cluster: it measures what is there, and the long link is as long as it says. */
class TunnelBenchmarkIT {
  private static final String PROXY = "DevSession proxy (Direct)";
  private static final double MEGABIT = 1e6;

  @Test
  @Timeout(300)
  void eachPathHasItsFigures(@TempDir Path folder) throws Exception {
    assumeTrue(Command.isInstalled("wrk"), "needs wrk");
    var options = TunnelOptions.of(folder.resolve("page.md"), "rounds=1", "delays=80", "warmUp=no", "cluster=no",
        "only="
            + LocalPaths.DIRECT + "," + PROXY + ",mine",
        "--with",
        "mine=socat TCP-LISTEN:$LISTEN_PORT,fork,nodelay TCP:$TARGET_HOST:$TARGET_PORT,nodelay");

    var section = TunnelBenchmark.measure(options).getFirst();

    System.err.println(section.text());

    assertThat(section.ways()).containsExactly(LocalPaths.DIRECT, PROXY, "mine");
    assertThat(section.ways()).allSatisfy(way -> {
      assertThat(section.median(way, Metric.P50) / 1e3).as("ms").isBetween(79.0, 200.0);
      assertThat(section.median(way, Metric.TO_MACHINE)).isBetween(5 * MEGABIT, 105 * MEGABIT);
      assertThat(section.median(way, Metric.TO_FAR_4)).isBetween(5 * MEGABIT, 105 * MEGABIT);
      assertThat(section.median(way, Metric.REQUESTS)).isBetween(20.0, 410.0);
    });
    assertThat(section.median(PROXY, Metric.RESIDENT)).isBetween(20.0, 128.0);
    assertThat(section.median(PROXY, Metric.CPU)).isPositive();
  }
}
