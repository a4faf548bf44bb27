package dev.devsession.proxy.health;

import io.netty.util.AsciiString;
import java.util.concurrent.CompletableFuture;

/**
 * What the health port says.
 *
 * @param status an HTTP status code
 * @param type of the body
 */
public record HealthResponse(int status, CharSequence type, String body) {

  private static final AsciiString PLAIN_TEXT = AsciiString.cached("text/plain; charset=utf-8");

  /** @param line plain text, without its end */
  public HealthResponse(int status, String line) {
    this(status, PLAIN_TEXT, line);
  }

  /** For a question that is answered at once. */
  public CompletableFuture<HealthResponse> now() {
    return CompletableFuture.completedFuture(this);
  }
}
