package dev.devsession.proxy.relay;

import dev.devsession.proxy.metrics.ConnectionCounters;
import dev.devsession.proxy.metrics.DialFailure;
import dev.devsession.proxy.routes.Target;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A route's target, and whether it answered last, so each change is logged once and not per connection.
 */
public final class Upstream {

  private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);

  /** How long nodes may take to know a gateway that has just become ready. */
  private static final Duration NEW = Duration.ofSeconds(2);

  private final long sinceNanos = System.nanoTime();
  private final int listenPort;
  private final Target target;
  private final ConnectionCounters counters;
  private boolean failing;

  /** @param counters of the listening port */
  public Upstream(int listenPort, Target target, ConnectionCounters counters) {
    this.listenPort = listenPort;
    this.target = target;
    this.counters = counters;
  }

  public Target target() {
    return target;
  }

  /**
   * Whether to dial again: nodes refuse connections to a gateway that they don't know yet, as in the first second of a
   * hand-over.
   */
  boolean mayBecomeReachable(Throwable cause) {
    return target.gateway() != null && DialFailure.of(cause) == DialFailure.REFUSED
        && System.nanoTime() - sinceNanos < NEW.toNanos();
  }

  void recordReached() {
    if (failing) {
      failing = false;
      LOG.atInfo().addKeyValue("port", listenPort).addKeyValue("target", target).log("the target answers again");
    }
  }

  void recordFailure(Throwable cause) {
    counters.dialFailed(DialFailure.of(cause));
    if (!failing) {
      failing = true;
      LOG.atWarn()
          .addKeyValue("port", listenPort)
          .addKeyValue("target", target)
          .addKeyValue("cause", cause.getMessage())
          .log("the target does not answer; connections are reset until it does. Is the process listening there?");
    }
  }
}
