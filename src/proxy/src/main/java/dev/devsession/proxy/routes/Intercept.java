package dev.devsession.proxy.routes;

import java.nio.file.Path;
import java.util.List;

/**
 * An intercepted port: sessions get the requests that match their rules, the original answers all others.
 *
 * @param original leads to the Service's own pods
 * @param keyFolder with the certificate and key of clients' TLS, whose requests are routed like others; null: TLS is
 *   passed on whole
 * @param sessions the oldest first: the first whose rules match gets the request
 */
public record Intercept(Target original, Path keyFolder, List<SessionRoute> sessions) implements Destination {
  public Intercept {
    sessions = List.copyOf(sessions);
  }

  /** Without a key. */
  public Intercept(Target original, List<SessionRoute> sessions) {
    this(original, null, sessions);
  }
}
