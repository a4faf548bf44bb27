package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.Message;
import dev.devsession.api.v1alpha1.Statement;
import dev.devsession.api.v1alpha1.Transport;
import java.util.Optional;

/**
 * What decides whether a session has its Services. Pure.
 *
 * @param refusal why the spec can't be served, or null
 * @param reach how proxies reach the machine; empty: not known yet
 */
record Situation(Lifetime lifetime, Connection connection, Statement refusal, Optional<Transport> reach) {

  /** Whether the session wants the Services that it has. */
  boolean wants() {
    return lifetime instanceof Lifetime.Active && connection.mayKeep();
  }

  /** How proxies are to reach the machine, if the session may claim what it doesn't have. */
  Optional<Transport> claiming() {
    return refusal == null && connection.mayClaim() ? reach : Optional.empty();
  }

  /** Why the session doesn't want its Services now; empty: it does. */
  Optional<Statement> rests() {
    return switch (lifetime) {
      case Lifetime.Suspended s -> Optional.of(Message.Suspended.with());
      case Lifetime.Expired(var end) -> Optional.of(Message.Expired.with(end));
      case Lifetime.Active a -> connection instanceof Connection.Gone(var says) ? Optional.of(says) : Optional.empty();
    };
  }

  /** Why nobody answers although the session is active and well; empty: somebody does, as far as can be told. */
  Optional<Statement> away() {
    return connection instanceof Connection.Grace(var says, var until) ? Optional.of(says) : Optional.empty();
  }
}
