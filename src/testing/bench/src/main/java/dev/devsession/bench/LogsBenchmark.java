package dev.devsession.bench;

import dev.devsession.e2e.Cluster;
import dev.devsession.e2e.NodePart;
import dev.devsession.e2e.Project;
import dev.devsession.e2e.logs.LineWriters;
import dev.devsession.e2e.logs.LogReader;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Follows the logs of many pods with {@code devsession logs} and with stern at the same time, while pods start again,
 * others come, and the API server is killed. Options: {@code seconds=60 pods=40 rate=2000 kills=1}.
 */
public final class LogsBenchmark {
  private static final String NAMESPACE = "logs-bench";
  private static final int NEW_PODS = 4;

  private LogsBenchmark() {}

  public static void main(String[] options) {
    var sizes = new TreeMap<>(Map.of("seconds", 60, "pods", 40, "rate", 2000, "kills", 1));
    for (var option : options) {
      sizes.put(option.replaceFirst("=.*", ""), Integer.parseInt(option.replaceFirst(".*=", "")));
    }
    System.out.println(MachineDescription.describe() + "\n");
    var cluster = Cluster.find().orElseThrow(() -> new IllegalStateException("no cluster: run  make up  first"));
    var config = Config.fromKubeconfig(new File(cluster.environment().get("KUBECONFIG")));
    config.setClientKeyAlgo("EC");
    try (var client = new KubernetesClientBuilder().withConfig(config).build();
        var writers = LineWriters.prepare(cluster, client, NAMESPACE)) {
      run(cluster, writers, sizes.get("seconds"), sizes.get("pods"), sizes.get("rate") / sizes.get("pods"),
          sizes.get("kills"));
    }
  }

  private static void run(Cluster cluster, LineWriters writers, int seconds, int pods, int rate,
      int kills) {
    var readers = new LinkedHashMap<String, LogReader>();
    readers.put("devsession logs -f", LogReader.start(List.of(Project.path("src/agent/devsession").toString(), "logs",
        "-f", "--since", "48h", "-n", NAMESPACE), cluster.environment()));
    readers.put("stern 1.33", LogReader.start(List.of(System.getenv("STERN"), ".*", "-n", NAMESPACE, "--color", "never",
        "--max-log-requests", "1000"), cluster.environment()));
    try {
      var until = Instant.now().plusSeconds(seconds);
      int lines = seconds * rate;
      IntStream.range(0, pods).forEach(n -> writers.start(n, rate, lines, n % 5 == 0 ? lines / 4 + n * rate / 4 : 0,
          until));
      writers.awaitStarted(pods);
      IntStream.range(pods, pods + NEW_PODS).forEach(n -> writers.start(n, rate, lines, 0, until));
      writers.awaitStarted(pods + NEW_PODS);
      for (int i = 0; i < kills; i++) {
        NodePart.kill("kube-apiserver");
      }
      awaitEnds(readers, writers, until);
      print(readers, writers.starts(), lines);
    } finally {
      readers.values().forEach(LogReader::close);
    }
  }

  /** A reader that has lost the end of a start never shows it. */
  private static void awaitEnds(Map<String, LogReader> readers, LineWriters writers, Instant until) {
    try {
      Awaitility.await().atMost(Duration.between(Instant.now(), until).plusSeconds(90)).ignoreExceptions()
          .pollInterval(Duration.ofSeconds(1)).until(() -> Instant.now().isAfter(until) && writers.allRun()
              && readers.values().stream().allMatch(r -> r.account().ended() >= writers.starts()));
    } catch (ConditionTimeoutException e) {
      System.out.println(writers.starts() + " starts in all; ends shown: " + readers.values().stream()
          .map(r -> r.account().ended()).toList() + (writers.allRun() ? "" : "; some still wait to start") + "\n");
    }
  }

  private static void print(Map<String, LogReader> readers, int starts, int lines) {
    var peer = readers.get("stern 1.33");
    System.out
        .println("| | lines shown | lost | doubled | processor s | to stern's | resident MiB, most | to stern's |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    readers.forEach((name, reader) -> System.out.printf("| %s | %,d | %,d | %,d | %.1f | %.2f | %.0f | %.2f |%n", name,
        reader.account().lines(), reader.account().lost(starts, lines), reader.account().doubled(),
        reader.cpuSeconds(), reader.cpuSeconds() / peer.cpuSeconds(), reader.peakMib(),
        reader.peakMib() / peer.peakMib()));
    readers.forEach((name, reader) -> System.out.println("\n" + name + (reader.isAlive() ? "" : ", which had ended,")
        + " doesn't show " + reader.account().missing() + " and said: "
        + reader.others().stream().filter(l -> l.matches(".*(rror|ail|missing|may be|Error|\\tat ).*"))
            .limit(Integer.getInteger("said", 5))
            .toList()));
  }
}
