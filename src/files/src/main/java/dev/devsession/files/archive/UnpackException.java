package dev.devsession.files.archive;

import java.io.IOException;

/** An archive as a whole is refused: it is larger than it may be, or no archive. */
public final class UnpackException extends IOException {
  private static final long serialVersionUID = 1L;

  public UnpackException(String message) {
    super(message);
  }

  UnpackException(String message, Throwable cause) {
    super(message, cause);
  }
}
