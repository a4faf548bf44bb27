package dev.devsession.e2e;

import static org.awaitility.Awaitility.await;

import dev.devsession.e2e.load.Load;
import dev.devsession.e2e.load.Sent;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What callers saw of one operation: all requests from its start on, and the long answers that were open then. */
record GapRow(String operation, double seconds, List<Sent> requests, List<Sent> streams) {
  static final String HEAD = "| operation | seconds | requests | per second | failed | longest pause | streams | "
      + "broken | longest pause |\n"
      + "|---|---|---|---|---|---|---|---|---|";

  /**
   * Measures an operation and its aftermath: until so many requests were sent after it, and each long answer that it
   * may have met has ended.
   */
  static GapRow measure(String operation, Load load, int requestsAfter, Runnable run) {
    var patience = Duration.ofSeconds(DeployedShop.PATIENCE);
    await().atMost(patience).until(() -> load.sentSince(Long.MIN_VALUE).size() > requestsAfter);
    var began = System.nanoTime();
    run.run();
    var done = System.nanoTime();
    await().atMost(patience).until(() -> load.sentSince(done).size() > requestsAfter && load.streamsEnded(done));
    return new GapRow(operation, (System.nanoTime() - began) / 1e9, load.sentSince(began), load.streamsSince(began));
  }

  long failed() {
    return requests.stream().filter(Sent::failed).count();
  }

  long broken() {
    return streams.stream().filter(Sent::failed).count();
  }

  double perSecond() {
    return requests.size() / seconds;
  }

  /** From the first request that failed to the last, or no time at all. */
  Duration outage() {
    var failed = requests.stream().filter(Sent::failed).mapToLong(Sent::sentAt).summaryStatistics();
    return failed.getCount() == 0 ? Duration.ZERO : Duration.ofNanos(failed.getMax() - failed.getMin());
  }

  /** As a row of a Markdown table. */
  @Override
  public String toString() {
    return "| %s | %.1f | %d | %.0f | %d | %d ms | %d | %d | %d ms |".formatted(operation, seconds, requests.size(),
        perSecond(), failed(), longestPause(requests), streams.size(), broken(), longestPause(streams));
  }

  /** Each kind of failure with its number and when it first came, in seconds after the first request. */
  String failures() {
    var began = requests.stream().mapToLong(Sent::sentAt).min().orElse(0);
    Map<String, List<Sent>> kinds = Stream.concat(requests.stream(), streams.stream()).filter(Sent::failed)
        .collect(Collectors.groupingBy(s -> s.kind() + ": " + s.failure(), TreeMap::new, Collectors.toList()));
    return kinds.entrySet().stream().map(k -> "  %d × %s, from %.2f s on%n".formatted(k.getValue().size(), k.getKey(),
        (k.getValue().stream().mapToLong(Sent::sentAt).min().orElseThrow() - began) / 1e9))
        .collect(Collectors.joining());
  }

  private static long longestPause(List<Sent> sent) {
    return TimeUnit.NANOSECONDS
        .toMillis(sent.stream().map(Sent::pauseNanos).max(Comparator.naturalOrder()).orElse(0L));
  }
}
