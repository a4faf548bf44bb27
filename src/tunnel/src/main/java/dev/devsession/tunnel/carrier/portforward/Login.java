package dev.devsession.tunnel.carrier.portforward;

import dev.devsession.tunnel.carrier.CarrierException;
/** Gives the credentials of the user. */
@FunctionalInterface
public interface Login {
  /**
   * The credentials to use now. Called on a thread of its own for each connection, since a plugin may take long or
   * even prompt the user.
   *
   * @param refused whether the API server has just refused those given last
   * @throws CarrierException with a message for the person at the machine, if there are none
   */
  Credentials credentials(boolean refused) throws CarrierException;
}
