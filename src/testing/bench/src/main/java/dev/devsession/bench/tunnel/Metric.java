package dev.devsession.bench.tunnel;

import java.util.Locale;
import java.util.function.DoubleFunction;

/** The figures that are measured of each path, with column title and format. */
enum Metric {
  TO_MACHINE("1 stream to the machine, Gbit/s", Metric::gigabits),
  TO_FAR("1 stream away from it, Gbit/s", Metric::gigabits),
  TO_MACHINE_4("4 streams to the machine, Gbit/s", Metric::gigabits),
  TO_FAR_4("4 streams away, Gbit/s", Metric::gigabits),
  P50("small request p50, ms", Metric::millis),
  P99("p99, ms", Metric::millis),
  REQUESTS("requests/s, 32 connections", Metric::whole),
  CONNECTIONS("new connections/s", Metric::whole),
  BESIDE_P50("p50 beside a bulk transfer, ms", Metric::millis),
  CPU("processor s/GiB", value -> format("%.2f", value)),
  RESIDENT("resident MiB", Metric::whole);

  final String title;
  private final DoubleFunction<String> text;

  Metric(String title, DoubleFunction<String> text) {
    this.title = title;
    this.text = text;
  }

  String text(double value) {
    return text.apply(value);
  }

  /** Whether the direct connection has this figure too, for comparison. */
  boolean hasRatio() {
    return this != CPU && this != RESIDENT;
  }

  private static String gigabits(double bits) {
    return format(bits < 1e9 ? "%.3f" : "%.1f", bits / 1e9);
  }

  private static String millis(double micros) {
    return format(micros < 10e3 ? "%.2f" : "%.0f", micros / 1e3);
  }

  private static String whole(double value) {
    return format("%,.0f", value);
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
