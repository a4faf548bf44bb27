package dev.devsession.proxy.http1;

/** A message that two servers might read in two ways, or that is larger than the limits. */
final class InvalidMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  /** @param status of the answer that refuses it */
  InvalidMessageException(int status, String message) {
    super(message, null, false, false); // without a stack trace, as anybody can send one
    this.status = status;
  }

  static InvalidMessageException badRequest(String message) {
    return new InvalidMessageException(400, message);
  }

  int status() {
    return status;
  }
}
