package dev.devsession.tunnel;

/** Something that this end doesn't connect to, whoever asks; the message says why. */
public final class ConnectRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConnectRefusedException(String message) {
    super(message);
  }
}
