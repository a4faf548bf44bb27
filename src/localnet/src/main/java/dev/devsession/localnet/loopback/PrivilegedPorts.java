package dev.devsession.localnet.loopback;

import java.util.Collection;
import java.util.Map;

/** The operations of listening that may need another process. */
public interface PrivilegedPorts {

  /**
   * A port below 1024.
   *
   * @param relayPort
   *          of the same address, where the agent listens for the connections of the low port
   */
  record LowPort(String address, int port, int relayPort) {}

  /** Makes these addresses usable where the system doesn't have them; prints a warning if that fails. */
  void addAddresses(Collection<String> addresses);

  void removeAddresses(Collection<String> addresses);

  /** Opens ports below 1024; returns those that are not open, each with the reason. */
  Map<LowPort, String> open(Collection<LowPort> ports);

  void close(Collection<LowPort> ports);
}
