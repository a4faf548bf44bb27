package dev.devsession.localnet.loopback;

import java.util.Collection;
import java.util.Map;

/** What listening may need another process for. */
public interface PrivilegedPorts {

  /**
   * A port below 1024.
   *
   * @param relayPort
   *          of the same address, where the agent listens for what comes in there
   */
  record LowPort(String address, int port, int relayPort) {}

  /** Makes these addresses usable, where the system has them not from the start; said on the terminal if it can't. */
  void addAddresses(Collection<String> addresses);

  void removeAddresses(Collection<String> addresses);

  /** Opens ports below 1024; returns those that are not open, each with the reason. */
  Map<LowPort, String> open(Collection<LowPort> ports);

  void close(Collection<LowPort> ports);
}
