package dev.devsession.tunnel;

/** Something that this end doesn't connect to, whoever asks; the message says why. */
public final class DialRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DialRefusedException(String message) {
    super(message);
  }
}
