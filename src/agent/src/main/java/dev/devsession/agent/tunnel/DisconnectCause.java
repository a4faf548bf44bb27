package dev.devsession.agent.tunnel;

import dev.devsession.tunnel.carrier.CarrierException;
import dev.devsession.tunnel.hello.HelloRefusal;
import dev.devsession.tunnel.hello.HelloRefusedException;

/** Why there is no connection, as far as it decides what happens next. */
enum DisconnectCause {
  /** Time may help: the network, a proxy or the API server. */
  AWAY(false),
  /** Time will help: the gateway's pod is new. */
  STARTING(false),
  /** The API server doesn't know the user, or the user may not do it. */
  NOT_PERMITTED(true),
  /** Another agent is connected. */
  OCCUPIED(true),
  /** The gateway refuses this agent for another reason. */
  REFUSED(true);

  private final boolean needsPerson;

  DisconnectCause(boolean needsPerson) {
    this.needsPerson = needsPerson;
  }

  /** Whether the user has to act; the cause rarely goes away by itself. */
  boolean needsPerson() {
    return needsPerson;
  }

  static DisconnectCause of(Throwable failure) {
    return switch (failure) {
      case HelloRefusedException refused when refused.refusal().code() == HelloRefusal.Code.OCCUPIED -> OCCUPIED;
      case HelloRefusedException _ -> REFUSED;
      case CarrierException carrier -> switch (carrier.reason()) {
        case UNAUTHORIZED, FORBIDDEN -> NOT_PERMITTED;
        case RETRY -> AWAY;
        case STARTING, GONE -> STARTING;
      };
      default -> STARTING; // the carrier was open, so that it is the gateway which doesn't answer yet
    };
  }
}
