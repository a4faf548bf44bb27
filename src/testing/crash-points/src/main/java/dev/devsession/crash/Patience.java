package dev.devsession.crash;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * How long something is waited for, and how often it is looked at: each look costs the API server what it has little
 * of.
 */
final class Patience {
  private static final Duration END = Duration.ofSeconds(120);
  private static final Duration POLL = Duration.ofMillis(200);

  private Patience() {}

  /** @param what is waited for, for people */
  static ConditionFactory await(String what) {
    return Awaitility.await(what).atMost(END).pollDelay(Duration.ZERO).pollInterval(POLL);
  }
}
