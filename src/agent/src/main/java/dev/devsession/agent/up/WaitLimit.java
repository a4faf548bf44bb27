package dev.devsession.agent.up;

import dev.devsession.agent.session.Session;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a run waits until the session is ready for the first time.
 *
 * @param asked by the user; zero: for ever; empty: the default
 * @param commandWaits whether a command runs in the session
 */
record WaitLimit(Optional<Duration> asked, boolean commandWaits) {
  /** The default. */
  static final Duration DEFAULT = Duration.ofMinutes(2);

  static WaitLimit of(UpSettings choice) {
    return new WaitLimit(choice.timeout(), !choice.command().isEmpty());
  }

  /** The time; empty: there is no limit. A person may wait in the queue for as long as they like. */
  Optional<Duration> of(Session session) {
    return asked.isEmpty() && !commandWaits && Verdict.isQueued(session)
        ? Optional.empty()
        : Optional.of(asked.orElse(DEFAULT)).filter(limit -> !limit.isZero());
  }
}
