package dev.devsession.agent.tunnel;

import java.time.Duration;

/**
 * How long to wait before the next attempt.
 *
 * @param failures
 *          in a row before this one
 */
record Backoff(int failures) {

  static final Backoff NONE = new Backoff(0);
  /** A connection that was open this long ends a series of failures. */
  static final Duration STEADY = Duration.ofSeconds(5);
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final Duration WHILE_USER_MUST_ACT = Duration.ofSeconds(15);
  private static final int DOUBLINGS = 5;

  Duration before(DisconnectCause cause) {
    if (cause.needsUser()) {
      return WHILE_USER_MUST_ACT;
    }
    Duration doubled = FIRST.multipliedBy(1L << Math.min(failures, DOUBLINGS));
    return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }

  /** Whether so few attempts have failed that a target which has just started may still refuse everyone: 6 s. */
  boolean isEarly() {
    return failures < DOUBLINGS;
  }

  Backoff failed() {
    return new Backoff(failures + 1);
  }

  /** @param open how long the lost connection had been open */
  Backoff lost(Duration open) {
    return open.compareTo(STEADY) >= 0 ? NONE : failed();
  }
}
