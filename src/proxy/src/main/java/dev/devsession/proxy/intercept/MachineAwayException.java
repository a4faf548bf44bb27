package dev.devsession.proxy.intercept;

import java.io.IOException;

/** The machine didn't take the connection, and has seen nothing of it. */
public final class MachineAwayException extends IOException {
  private static final long serialVersionUID = 1L;

  public MachineAwayException(String message) {
    super(message, null);
  }

  public MachineAwayException(String message, Throwable cause) {
    super(message, cause);
  }
}
