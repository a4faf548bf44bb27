package dev.devsession.proxy.relay;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;

/** Asks the system's resolver every time. A machine's address changes when it moves to another network. */
public final class SystemResolver implements Resolver {

  static {
    // Read once by the JDK, at its first lookup; the proxy looks nothing up before it comes here.
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  @Override
  public InetAddress[] resolve(String name) throws UnknownHostException {
    return InetAddress.getAllByName(name);
  }
}
