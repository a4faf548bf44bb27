package dev.devsession.proxy.intercept;

import java.util.Locale;

/** Why a machine didn't take a connection. */
public enum AwayReason {
  /** The machine isn't connected to its gateway, or has no address. */
  DISCONNECTED,
  /** No program listens on the port there. */
  NOT_LISTENING,
  /** The agent's session doesn't declare the port, or not yet. */
  NOT_DECLARED,
  /** No answer came in time: the machine sleeps, or its network is gone. */
  SILENT,
  /** The gateway can't be reached, or has ended the connection without an answer. */
  NO_GATEWAY,
  /** The client speaks TLS, and the program there doesn't. */
  NO_TLS,
  /** It took the connection, and ended it before anything of an answer. */
  LOST;

  public static AwayReason of(Throwable cause) {
    return cause instanceof MachineAwayException away ? away.reason() : LOST;
  }

  /** As a metric's label. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
