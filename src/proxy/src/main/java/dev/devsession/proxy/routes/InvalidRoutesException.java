package dev.devsession.proxy.routes;

/** A routes file that can't be used; the message names each bad line and what is expected there. */
public final class InvalidRoutesException extends Exception {

  InvalidRoutesException(String message) {
    super(message);
  }
}
