package dev.devsession.agent.names;

import java.util.List;
import java.util.Optional;

/**
 * A Service that gets names.
 *
 * @param service
 *          {@code name.namespace}, for messages
 * @param address
 *          an IP address literal
 * @param names
 *          the host names, shortest first
 * @param port
 *          the first TCP port, if it has one
 */
public record NamedService(String service, String address, List<String> names, Optional<Integer> port) {

  /** The line of the hosts file. */
  public String line() {
    return address + " " + String.join(" ", names);
  }
}
