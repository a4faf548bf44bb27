package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.e2e.logs.LineWriters;
import dev.devsession.e2e.logs.LogReader;
import dev.devsession.e2e.logs.PodsRunning;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The logs of 40 pods that write 2,000 lines a second in all, while some start again, others come, and the API server
 * dies.
 */
@ExtendWith(RealCluster.class)
class LogsIT {
  private static final int PODS = 40;
  private static final int RATE = 50;
  private static final int NEW_PODS = 4;
  private static final int RESTARTING = 8;
  private static final double MOST_MIB = 160;
  private static final long MOST_MILLIS = 300;
  /** For each of them, if more processes want to run than there are processors. */
  private static final long MOST_MILLIS_BUSY = 3_000;

  private final Installation installation;

  LogsIT(Installation installation) {
    this.installation = installation;
  }

  @Test
  void noLineIsLostOrDoubledAndNewPodsAreShownAtOnce() {
    int lines = Soak.size(12, 60) * RATE;
    try (var writers = LineWriters.prepare(installation.cluster, installation.client, "logs-it")) {
      try (var reader = read(writers); var seen = PodsRunning.watch(installation.client, writers)) {
        var until = Instant.now().plusSeconds(Soak.size(12, 60));
        IntStream.range(0, PODS)
            .forEach(n -> writers.start(n, RATE, lines, n < RESTARTING ? lines / 4 + n * RATE / 4 : 0, until));
        writers.awaitStarted(PODS);
        IntStream.range(PODS, PODS + NEW_PODS).forEach(n -> writers.start(n, RATE, lines, 0, until));
        writers.awaitStarted(PODS + NEW_PODS);
        assertFirstLines(reader, seen, writers);

        if (installation.cluster.kind() == Cluster.Kind.NODE) {
          NodePart.kill("kube-apiserver");
        }

        await().atMost(Duration.ofMinutes(3)).ignoreExceptions()
            .until(
                () -> Instant.now().isAfter(until) && writers.allRun() && reader.account().ended() >= writers.starts());
        assertThat(reader.isAlive()).isTrue();
        System.err.printf("logs: %d lines of %d starts, %d lost, %d doubled; %.0f MiB, %.1f s of processor time%n",
            reader.account().lines(), writers.starts(), reader.account().lost(writers.starts(), lines),
            reader.account().doubled(), reader.peakMib(), reader.cpuSeconds());
        assertThat(reader.account().lost(writers.starts(), lines)).as("lost: " + reader.account().missing()).isZero();
        assertThat(reader.account().doubled()).as("doubled").isZero();
        assertThat(reader.others()).noneMatch(line -> line.contains("may be missing"));
        assertThat(reader.peakMib()).isLessThanOrEqualTo(MOST_MIB);
      }
    }
  }

  /** From when the API says that the container runs, by a watch of this process, to when its first line is shown. */
  private static void assertFirstLines(LogReader reader, PodsRunning seen, LineWriters writers) {
    var millis = writers.pods().stream().map(pod -> pod.getMetadata().getName())
        .filter(name -> Integer.parseInt(name.substring(name.indexOf('-') + 1)) >= PODS).map(name -> {
          await().until(() -> reader.account().firstShown(name).isPresent() && seen.since(name).isPresent());
          return reader.account().firstShown(name).getAsLong() - seen.since(name).getAsLong();
        }).toList();
    var load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    System.err.printf("first lines of new pods shown %s ms after the API said that they run; load average %.1f%n",
        millis, load);
    var busy = load > Runtime.getRuntime().availableProcessors();
    assertThat(millis).hasSize(NEW_PODS).allMatch(each -> each <= (busy ? MOST_MILLIS_BUSY : MOST_MILLIS));
  }

  private LogReader read(LineWriters writers) {
    return LogReader.start(List.of(Project.path("src/agent/devsession").toString(), "logs", "-f", "--since", "48h",
        "-n", writers.namespace()), installation.cluster.environment());
  }
}
