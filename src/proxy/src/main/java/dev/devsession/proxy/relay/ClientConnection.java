package dev.devsession.proxy.relay;

import dev.devsession.proxy.routes.Target;

/** A client's connection that can be ended in order: the client is asked to close first. */
public interface ClientConnection {
  /**
   * Whether it belongs to this route.
   *
   * @param route what the connection was given when it started: an {@link Upstream}, or an intercepted port
   */
  boolean isOf(Object route);

  /** Asks the client to close the connection, now or with the next answer, if its protocol allows that. */
  void requestClose(long sinceNanos);

  /**
   * Sends FIN both ways if the client has had time to close, the connection is between two exchanges and no bytes wait.
   * Returns whether it has outlasted the drain time too: it should then be reset, because a FIN in the middle of an
   * answer would look like an orderly end.
   */
  boolean finishIfIdle(long withdrawNanos, long drainNanos);

  /** Whether {@link #finishIfIdle} would send FIN, and its protocol tells that no exchange is cut off. */
  boolean isKnownIdle(long withdrawNanos);

  /** New requests don't go through this gateway's connections of now any more. */
  default void leave(Target gateway) {
    // A connection with one upstream is asked to move.
  }

  /** Resets all sides immediately. Does nothing when the connection is over. */
  void reset();
}
