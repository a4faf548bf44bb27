package dev.devsession.tunnel.carrier;

/** Why a connection to the gateway could not be opened; the message is for the person at the machine. */
public final class CarrierException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What the caller can do. */
  public enum Cause {
    /** Try again: the server isn't reachable now, or the gateway isn't listening yet. */
    RETRY,
    /** Find the gateway's new pod: this one doesn't exist any more. */
    GONE,
    /** Log in again: the API server doesn't know the user, or no longer does. */
    UNAUTHORIZED,
    /** Ask an admin: the user lacks a permission. */
    FORBIDDEN
  }

  private final Cause reason;

  public CarrierException(Cause reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Cause reason() {
    return reason;
  }
}
