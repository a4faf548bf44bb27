package dev.devsession.bench;

import java.util.ArrayList;
import java.util.List;

/** Samples of one figure, in milliseconds. */
final class Series {
  private final List<Double> values = new ArrayList<>();

  void add(long fromNanos, long toNanos) {
    values.add((toNanos - fromNanos) / 1e6);
  }

  double median() {
    var sorted = values.stream().sorted().toList();
    var middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Median, minimum and maximum. */
  @Override
  public String toString() {
    return "%.0f ms (%.0f–%.0f)".formatted(median(), values.stream().min(Double::compare).orElseThrow(),
        values.stream().max(Double::compare).orElseThrow());
  }
}
