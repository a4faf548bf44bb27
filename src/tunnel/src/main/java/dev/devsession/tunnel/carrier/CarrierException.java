package dev.devsession.tunnel.carrier;

/** Why a connection to the gateway could not be opened; the message is for the person at the machine. */
public final class CarrierException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What can be done about it. */
  public enum Cause {
    /** Nothing but to try again: the server isn't reachable now, or a proxy in between refuses. */
    RETRY,
    /** Nothing but to wait: the server answers, and the gateway doesn't run or listen yet. */
    STARTING,
    /** The gateway's pod doesn't exist any more: find out which one has taken its place. */
    GONE,
    /** The user isn't known to the API server, or not any more. */
    UNAUTHORIZED,
    /** The user may not do it. */
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
