package dev.devsession.tunnel;

/** This end never connects to the requested target; the message says why. */
public final class ConnectRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConnectRefusedException(String message) {
    super(message);
  }
}
