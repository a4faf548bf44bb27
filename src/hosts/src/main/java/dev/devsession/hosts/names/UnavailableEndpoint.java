package dev.devsession.hosts.names;

/**
 * An endpoint where the agent doesn't listen.
 *
 * @param detail
 *          who has taken it, or what went wrong
 */
public record UnavailableEndpoint(LocalEndpoint endpoint, Why why, String detail) {

  /** Why not; the name is kept or removed accordingly. */
  public enum Why {
    /** Another process answers on all addresses, so that the name would lead to a wrong service. */
    TAKEN,
    /** Another process listens on this very address, most likely for another session of this machine. */
    ANSWERED,
    /** A process of the session may want this port on all addresses, and hasn't started yet. */
    KEPT_FREE,
    /** No process answers there. */
    FAILED
  }

  /** Whether the name must be removed, because it would lead to another program. */
  boolean misleads() {
    return why != Why.FAILED;
  }

  /** For the user; the same text for all that have the same cause. */
  String reason() {
    return switch (why) {
      case TAKEN -> detail + " listens on port " + endpoint.port()
          + " of all addresses and would answer in its place: make it listen on 127.0.0.1 or on another port";
      case ANSWERED -> detail + " already answers there";
      case KEPT_FREE -> "port " + endpoint.port()
          + " is reserved for the session's process on this machine; the name is added once that process listens";
      case FAILED -> detail;
    };
  }
}
