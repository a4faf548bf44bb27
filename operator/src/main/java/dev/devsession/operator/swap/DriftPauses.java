package dev.devsession.operator.swap;

import java.time.Duration;

/**
 * How long a swap whose workload others keep changing is given up, and when that is over.
 *
 * @param first the first time; each next one is twice as long
 * @param longest no time is longer
 * @param quiet how long at least the replicas must stay untouched until the resets are forgotten
 */
public record DriftPauses(Duration first, Duration longest, Duration quiet) {
  public static final DriftPauses DEFAULT = new DriftPauses(Duration.ofSeconds(15), Duration.ofMinutes(10),
      Duration.ofSeconds(60));

  /** @param times how often it has been given up before */
  Duration after(int times) {
    var doubled = first.multipliedBy(1L << Math.min(times, 10));
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }
}
