package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.DevSession;
import java.time.Instant;

/** Whether a session wants its Services at this moment. Pure. */
sealed interface Lifetime {
  /** It does, until {@code end}. */
  record Active(Instant end) implements Lifetime {}

  record Suspended(Instant end) implements Lifetime {}

  record Expired(Instant end) implements Lifetime {}

  Instant end();

  static Lifetime of(DevSession session, Instant now) {
    var end = Instant.parse(session.getMetadata().getCreationTimestamp()).plusSeconds(session.getSpec().ttlSeconds());
    if (!now.isBefore(end)) {
      return new Expired(end);
    }
    return session.getSpec().suspend() ? new Suspended(end) : new Active(end);
  }
}
