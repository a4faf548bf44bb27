package dev.devsession.logs.follow;

import java.time.Duration;

/** How long to wait before a stream is opened again: longer with each that brought nothing. */
final class ReopenDelay {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final int DOUBLINGS = 5;

  private int fruitless;

  Duration next(boolean fruitful) {
    fruitless = fruitful ? 0 : Math.min(fruitless + 1, DOUBLINGS);
    return FIRST.multipliedBy(1L << fruitless);
  }
}
