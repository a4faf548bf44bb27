package dev.devsession.bench.tunnel;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The figures of one path, from all rounds. */
final class Samples {
  private final Map<Metric, List<Double>> found = new EnumMap<>(Metric.class);
  private long errors;

  void add(Metric metric, double value) {
    found.computeIfAbsent(metric, m -> new ArrayList<>()).add(value);
  }

  void addErrors(long more) {
    errors += more;
  }

  long errors() {
    return errors;
  }

  boolean has(Metric metric) {
    return found.containsKey(metric);
  }

  double median(Metric metric) {
    var sorted = found.get(metric).stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Median, minimum and maximum. */
  String text(Metric metric) {
    var values = found.get(metric);
    return "%s (%s–%s)".formatted(metric.text(median(metric)),
        metric.text(values.stream().min(Double::compare).orElseThrow()),
        metric.text(values.stream().max(Double::compare).orElseThrow()));
  }
}
