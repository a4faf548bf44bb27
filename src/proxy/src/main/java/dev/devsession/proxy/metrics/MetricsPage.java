package dev.devsession.proxy.metrics;

import dev.devsession.proxy.health.HealthResponse;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The counters in Prometheus' text format. The library only writes the format, at the first scrape; its own registry
 * would load at the start of the process.
 */
public final class MetricsPage {

  private final String prefix;
  private final String label;
  private final Map<String, ConnectionCounters> byLabel;

  /**
   * Of the counters as they are now.
   *
   * @param prefix of each metric's name
   * @param label  name of the label that tells the counters apart
   */
  private MetricsPage(String prefix, String label, Map<String, ConnectionCounters> byLabel) {
    this.prefix = prefix;
    this.label = label;
    this.byLabel = byLabel;
  }

  /** @param byLabel counters by value of the label */
  public static HealthResponse of(String prefix, String label, Map<String, ConnectionCounters> byLabel) {
    return of(prefix, label, byLabel, Map.of());
  }

  /** @param intercepted what became of the requests of intercepted ports, by port */
  public static HealthResponse of(String prefix, String label, Map<String, ConnectionCounters> byLabel,
      Map<String, InterceptCounters> intercepted) {
    var snapshots = new ArrayList<>(new MetricsPage(prefix, label, byLabel).snapshots());
    snapshots.addAll(InterceptMetrics.of(prefix, intercepted));
    var out = new ByteArrayOutputStream();
    var writer = PrometheusTextFormatWriter.create();
    try {
      writer.write(out, new MetricSnapshots(snapshots), EscapingScheme.DEFAULT);
    } catch (IOException e) {
      throw new UncheckedIOException("an array refuses no bytes", e);
    }
    return new HealthResponse(200, writer.getContentType(), out.toString(StandardCharsets.UTF_8));
  }

  private List<MetricSnapshot> snapshots() {
    var active = GaugeSnapshot.builder().name(prefix + "_connections_active").help("Connections that are open");
    byLabel.forEach((value, counters) -> active
        .dataPoint(GaugeDataPointSnapshot.builder().labels(Labels.of(label, value)).value(counters.active()).build()));
    var bytes = CounterSnapshot.builder().name(prefix + "_bytes").help("Bytes read and written on the cluster's side");
    var failures = CounterSnapshot.builder().name(prefix + "_dial_failures")
        .help("Connections that could not reach their target, by reason");
    byLabel.forEach((value, counters) -> {
      bytes.dataPoint(point(Labels.of(label, value, "direction", "to_machine"), counters.bytesToMachine()));
      bytes.dataPoint(point(Labels.of(label, value, "direction", "from_machine"), counters.bytesFromMachine()));
      counters.dialFailures().forEach((reason, count) -> failures
          .dataPoint(point(Labels.of(label, value, "reason", reason.label()), count)));
    });
    return List.of(active.build(),
        counter("_connections", "Connections that were opened", ConnectionCounters::total),
        counter("_connections_reset", "Connections that ended by a reset from either side", ConnectionCounters::resets),
        bytes.build(), failures.build());
  }

  private CounterSnapshot counter(String name, String help, ToLongFunction<ConnectionCounters> count) {
    var counter = CounterSnapshot.builder().name(prefix + name).help(help);
    byLabel
        .forEach((value, counters) -> counter.dataPoint(point(Labels.of(label, value), count.applyAsLong(counters))));
    return counter.build();
  }

  private static CounterDataPointSnapshot point(Labels labels, long value) {
    return CounterDataPointSnapshot.builder().labels(labels).value(value).build();
  }
}
