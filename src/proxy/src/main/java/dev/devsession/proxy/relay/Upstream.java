package dev.devsession.proxy.relay;

import dev.devsession.proxy.metrics.ConnectionCounters;
import dev.devsession.proxy.metrics.DialFailure;
import dev.devsession.proxy.routes.Target;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A route's target, and whether it answered last, so each change is logged once and not per connection.
 */
public final class Upstream {

  private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);

  /** How long nodes may take to know a gateway that has just become ready: they act once a second, a busy one later. */
  private static final Duration NEW = Duration.ofSeconds(5);

  private static final Set<DialFailure> NODE_CAUSES = EnumSet.of(DialFailure.REFUSED, DialFailure.TIMEOUT,
      DialFailure.UNREACHABLE);

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
   * Whether nodes may not know the gateway yet, as in the first second of a hand-over. Meanwhile they refuse
   * connections to it or, if its Service is new too, drop them.
   */
  boolean mayBeUnknownToNodes() {
    return target.gateway() != null && System.nanoTime() - sinceNanos < NEW.toNanos();
  }

  /** Whether the cause may be that nodes don't know the gateway, so that dialing again can help. */
  boolean mayBecomeReachable(Throwable cause) {
    return mayBeUnknownToNodes() && NODE_CAUSES.contains(DialFailure.of(cause));
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
