package dev.devsession.agent.tunnel;

import java.time.Duration;

/**
 * How long to wait before the next attempt.
 *
 * @param failures
 *          in a row before this one
 * @param first
 *          the pause after the first failure; doubled with each further one
 * @param longest
 *          what it grows to
 * @param eager
 *          how often it stays the first while the target starts: a pod is there within seconds, and each pause would
 *          delay the session
 */
record Backoff(int failures, Duration first, Duration longest, int eager) {

  static final Backoff NONE = new Backoff(0);
  /** For what isn't needed, only wished for. */
  static final Backoff OF_PROBES = new Backoff(0, Duration.ofSeconds(1), Duration.ofMinutes(1), 0);
  /** A connection that was open this long ends a series of failures. */
  static final Duration STEADY = Duration.ofSeconds(5);
  private static final Duration WHILE_USER_MUST_ACT = Duration.ofSeconds(15);
  private static final int DOUBLINGS = 6;
  private static final int EARLY = 5;
  private static final int EAGER = 25;

  Backoff(int failures) {
    this(failures, Duration.ofMillis(200), Duration.ofSeconds(5), EAGER);
  }

  Duration before(DisconnectCause cause) {
    if (cause.needsUser()) {
      return WHILE_USER_MUST_ACT;
    }
    int growing = cause == DisconnectCause.STARTING ? Math.max(failures - eager, 0) : failures;
    Duration doubled = first.multipliedBy(1L << Math.min(growing, DOUBLINGS));
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }

  /** Whether so few attempts have failed that a target which has just started may still refuse everyone: 6 s. */
  boolean isEarly() {
    return failures < EARLY;
  }

  Backoff failed() {
    return new Backoff(failures + 1, first, longest, eager);
  }

  /** @param open how long the lost connection had been open */
  Backoff lost(Duration open) {
    return open.compareTo(STEADY) >= 0 ? begun() : failed();
  }

  /** Without failures. */
  Backoff begun() {
    return new Backoff(0, first, longest, eager);
  }
}
