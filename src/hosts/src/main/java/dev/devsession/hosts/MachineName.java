package dev.devsession.hosts;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** What this machine calls itself. */
public final class MachineName {

  private MachineName() {}

  /** The host name, with and without its domain, in lower case; empty if the machine has none. */
  public static Set<String> all() {
    Set<String> names = new HashSet<>();
    try {
      String name = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
      names.add(name);
      names.add(name.split("\\.", 2)[0]);
    } catch (UnknownHostException e) {
      // A name that does not resolve is still in the message, "NAME: why not".
      names.add(e.getMessage().split(":", 2)[0].toLowerCase(Locale.ROOT));
    }
    return names;
  }
}
