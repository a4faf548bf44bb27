package dev.devsession.proxy.metrics;

import dev.devsession.tunnel.ConnectRefusedException;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;

/** Why a target could not be reached. */
public enum DialFailure {
  /** No process listens there. */
  REFUSED,
  TIMEOUT,
  /** The name doesn't resolve. */
  UNRESOLVED,
  /** No route to the host or its network. */
  UNREACHABLE,
  /** The gateway doesn't connect to that address. */
  FORBIDDEN,
  /** No agent is connected to the gateway. */
  NO_AGENT,
  OTHER;

  public static DialFailure of(Throwable cause) {
    // Netty's exceptions extend the JDK's, its timeout the one for refused connections.
    return switch (cause) {
      case ConnectTimeoutException _ -> TIMEOUT;
      case UnknownHostException _ -> UNRESOLVED;
      case NoRouteToHostException _ -> UNREACHABLE;
      case ConnectRefusedException _ -> FORBIDDEN;
      case ConnectException _ -> isUnreachable(cause) ? UNREACHABLE : REFUSED;
      default -> isUnreachable(cause) ? UNREACHABLE : OTHER;
    };
  }

  private static boolean isUnreachable(Throwable cause) {
    return String.valueOf(cause.getMessage()).contains("unreachable");
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
