package dev.devsession.proxy.intercept;

import java.io.IOException;

/** The machine didn't take the connection, and has seen nothing of it. */
public final class MachineAwayException extends IOException {
  private static final long serialVersionUID = 1L;

  private final AwayReason reason;

  public MachineAwayException(AwayReason reason, String message) {
    this(reason, message, null);
  }

  public MachineAwayException(AwayReason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public AwayReason reason() {
    return reason;
  }
}
