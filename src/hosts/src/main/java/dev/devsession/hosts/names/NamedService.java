package dev.devsession.hosts.names;

import java.util.List;
import java.util.Optional;

/**
 * A Service, or a pod of a headless one, that gets names.
 *
 * @param service
 *          {@code name.namespace}, or {@code hostname.name.namespace} for a pod
 * @param address
 *          an IP address literal
 * @param names
 *          the host names, shortest first
 * @param port
 *          the first TCP port, if it has one
 */
public record NamedService(String service, String address, List<String> names, Optional<Integer> port) {

  /** Whether it isn't a Service but one of its pods. */
  public boolean isPod() {
    return service.indexOf('.') != service.lastIndexOf('.');
  }

  /** The line of the hosts file. */
  public String line() {
    return address + " " + String.join(" ", names);
  }
}
