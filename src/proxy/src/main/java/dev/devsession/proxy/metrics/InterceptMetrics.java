package dev.devsession.proxy.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The metrics of intercepted ports. */
final class InterceptMetrics {

  private static final String PORT = "port";
  private static final String SESSION = "session";

  private final String prefix;
  private final Map<String, InterceptCounters> byPort;

  private InterceptMetrics(String prefix, Map<String, InterceptCounters> byPort) {
    this.prefix = prefix;
    this.byPort = byPort;
  }

  /** Nothing if no port is intercepted. */
  static List<MetricSnapshot> of(String prefix, Map<String, InterceptCounters> byPort) {
    return byPort.isEmpty() ? List.of() : new InterceptMetrics(prefix, byPort).snapshots();
  }

  private List<MetricSnapshot> snapshots() {
    var passed = counter("_requests_passed", "Requests that no session asks for");
    byPort.forEach((port, counters) -> passed.dataPoint(point(Labels.of(PORT, port), counters.passed())));
    var tls = counter("_tls_connections_passed", "Connections that begin with TLS and are passed on whole");
    byPort.forEach((port, counters) -> tls.dataPoint(point(Labels.of(PORT, port), counters.tlsConnectionsPassed())));
    return List.of(passed.build(), tls.build(),
        bySession("_requests_matched", "Requests that a session's rules match, and no older session's",
            SessionCounters::matched),
        bySession("_requests_also_matched", "Requests that match, and that an older session gets",
            SessionCounters::alsoMatched),
        byReason("_requests_fell_back", "Matched requests that the original answers, by reason",
            SessionCounters::fellBack),
        byReason("_requests_refused", "Matched requests that nobody answers, by reason", SessionCounters::refused),
        bySession("_requests_mirrored", "Requests that are copied to a session's machine", SessionCounters::mirrored),
        byReason("_copies_lost", "Copies that a machine didn't get, or not whole, by reason",
            SessionCounters::copiesLost),
        connections());
  }

  private MetricSnapshot connections() {
    var gauge = GaugeSnapshot.builder().name(prefix + "_machine_connections_active")
        .help("Connections that are open to a session's machine");
    forEachSession((labels, session) -> gauge
        .dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(session.activeConnections()).build()));
    return gauge.build();
  }

  private MetricSnapshot bySession(String name, String help, ToLongFunction<SessionCounters> count) {
    var counter = counter(name, help);
    forEachSession((labels, session) -> counter.dataPoint(point(labels, count.applyAsLong(session))));
    return counter.build();
  }

  private MetricSnapshot byReason(String name, String help, Function<SessionCounters, Map<String, Long>> counts) {
    var counter = counter(name, help);
    forEachSession((labels, session) -> counts.apply(session)
        .forEach((reason, count) -> counter.dataPoint(point(labels.add("reason", reason), count))));
    return counter.build();
  }

  private void forEachSession(BiConsumer<Labels, SessionCounters> action) {
    byPort.forEach((port, counters) -> counters.bySession()
        .forEach((session, counted) -> action.accept(Labels.of(PORT, port, SESSION, session), counted)));
  }

  private CounterSnapshot.Builder counter(String name, String help) {
    return CounterSnapshot.builder().name(prefix + name).help(help);
  }

  private static CounterDataPointSnapshot point(Labels labels, long value) {
    return CounterDataPointSnapshot.builder().labels(labels).value(value).build();
  }
}
