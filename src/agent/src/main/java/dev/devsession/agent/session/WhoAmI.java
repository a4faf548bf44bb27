package dev.devsession.agent.session;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
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

  /** The session's name, unless another is typed. */
  public static String sessionName() {
    return sessionName(user());
  }

  /** A name for a session that the API server takes. */
  static String sessionName(String user) {
    var plain = user.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    return plain.isEmpty() ? "me" : plain.substring(0, Math.min(plain.length(), 40)).replaceAll("-+$", "");
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown"; // a machine whose own name doesn't resolve
    }
  }
}
