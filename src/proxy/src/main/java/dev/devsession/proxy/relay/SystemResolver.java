package dev.devsession.proxy.relay;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;

/**
 * Asks the system's resolver every time: a machine's address changes when it moves to another network. Take it as
 * {@code SystemResolver::resolve}; the class, and the JDK's security settings with it, then load at the first lookup
 * only.
 */
public final class SystemResolver {

  static {
    // The JDK reads these once, at its first lookup; the proxy resolves no name before it loads this class.
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  private SystemResolver() {}

  /** As {@link HostResolver#resolve}. */
  public static InetAddress[] resolve(String name) throws UnknownHostException {
    return InetAddress.getAllByName(name);
  }
}
