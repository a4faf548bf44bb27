package dev.devsession.operator.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * When a status is written that says nothing but how far the operator has come. Such a status costs as much as the
 * write that it reports, so what is over within two seconds isn't reported, and many objects at a time share a few
 * reports a second. Thread-safe.
 */
public final class ProgressPace {
  /** People don't miss a report that the next one replaces so soon. */
  private static final Duration BRIEF = Duration.ofSeconds(2);
  private static final Duration NEXT_TURN = Duration.ofSeconds(5);
  private static final double REPORTS_PER_SECOND = 2;
  private static final double BURST = 20;
  private final Clock clock;
  private double reports = BURST;
  private Instant counted;

  public ProgressPace(Clock clock) {
    this.clock = clock;
    this.counted = clock.instant();
  }

  /** The same for the creation or, if it is being deleted, the deletion of an object. */
  public Duration untilReport(HasMetadata object) {
    var metadata = object.getMetadata();
    return untilReport(Instant.parse(metadata.getDeletionTimestamp() == null
        ? metadata.getCreationTimestamp()
        : metadata.getDeletionTimestamp()));
  }

  /**
   * @param begin of what is in progress
   * @return how long the report may wait; zero: it is to be written now, and counts as written
   */
  public Duration untilReport(Instant begin) {
    var now = clock.instant();
    var age = Duration.between(begin, now);
    if (age.abs().compareTo(BRIEF) < 0) { // a clock that differs from the API server's must not hold a report back
      return BRIEF.minus(age);
    }
    return take(now) ? Duration.ZERO : NEXT_TURN;
  }

  /** When to look again at an object whose report waits. @param recheck when else it is looked at, or null */
  public static Duration sooner(Duration wait, Duration recheck) {
    return recheck == null || wait.compareTo(recheck) < 0 ? wait : recheck;
  }

  private synchronized boolean take(Instant now) {
    var earned = Math.max(0, Duration.between(counted, now).toMillis()) * REPORTS_PER_SECOND / 1000;
    reports = Math.min(BURST, reports + earned);
    counted = now;
    if (reports < 1) {
      return false;
    }
    reports--;
    return true;
  }
}
