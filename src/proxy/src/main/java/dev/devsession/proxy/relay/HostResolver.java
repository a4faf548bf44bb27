package dev.devsession.proxy.relay;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks a DNS name up. */
@FunctionalInterface
public interface HostResolver {

  /**
   * Looks the name up now, blocking.
   *
   * @return at least one address, the one to try first in front
   * @throws UnknownHostException if the name has no address
   */
  InetAddress[] resolve(String name) throws UnknownHostException;
}
