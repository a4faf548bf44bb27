package dev.devsession.agent.session;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** The person at this machine. */
public final class WhoAmI {
  private WhoAmI() {}

  /** Who typed the command, also behind sudo. */
  public static String user() {
    return Optional.ofNullable(System.getenv("SUDO_USER")).filter(u -> !u.isEmpty())
        .orElseGet(() -> System.getProperty("user.name"));
  }

  /** Such as {@code ada@thinkpad}. */
  public static String onThisMachine() {
    return user() + "@" + machine();
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown"; // a machine whose own name doesn't resolve
    }
  }
}
