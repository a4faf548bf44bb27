package dev.devsession.proxy.routes;

import java.util.List;

/**
 * An intercepted port: sessions get the requests that match their rules, the original answers all others.
 *
 * @param original leads to the Service's own pods
 * @param sessions the oldest first: the first whose rules match gets the request
 */
public record Intercept(Target original, List<SessionRoute> sessions) implements Destination {
  public Intercept {
    sessions = List.copyOf(sessions);
  }
}
