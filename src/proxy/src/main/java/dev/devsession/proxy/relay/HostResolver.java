package dev.devsession.proxy.relay;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Resolves DNS names. */
@FunctionalInterface
public interface HostResolver {

  /**
   * Resolves the name now, blocking.
   *
   * @return at least one address, the one to try first in front
   * @throws UnknownHostException if the name has no address
   */
  InetAddress[] resolve(String name) throws UnknownHostException;
}
