package dev.devsession.agent.tunnel;

import dev.devsession.tunnel.carrier.CarrierException;
import dev.devsession.tunnel.hello.HelloRefusal;
import dev.devsession.tunnel.hello.HelloRefusedException;

/** Why there is no connection; decides when the agent dials again and what it reports. */
enum DisconnectCause {
  /** It may pass by itself: the network, the API server or the gateway's pod. */
  AWAY(false),
  /** The API server doesn't know the user, or the user may not do it. */
  NOT_PERMITTED(true),
  /** Another agent is connected. */
  OCCUPIED(true),
  /** The gateway refuses this agent for another reason. */
  REFUSED(true);

  private final boolean needsUser;

  DisconnectCause(boolean needsUser) {
    this.needsUser = needsUser;
  }

  /** Whether the user has to act; the cause rarely goes away by itself. */
  boolean needsUser() {
    return needsUser;
  }

  static DisconnectCause of(Throwable failure) {
    return switch (failure) {
      case HelloRefusedException refused when refused.refusal().code() == HelloRefusal.Code.OCCUPIED -> OCCUPIED;
      case HelloRefusedException _ -> REFUSED;
      case CarrierException carrier -> switch (carrier.reason()) {
        case UNAUTHORIZED, FORBIDDEN -> NOT_PERMITTED;
        case RETRY, GONE -> AWAY;
      };
      default -> AWAY;
    };
  }
}
