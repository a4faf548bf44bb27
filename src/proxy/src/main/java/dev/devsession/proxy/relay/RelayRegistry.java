package dev.devsession.proxy.relay;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open relays, and among them those whose clients were asked to leave. */
public final class RelayRegistry {

  private static final Logger LOG = LoggerFactory.getLogger(RelayRegistry.class);

  private final Set<Relay> open = new HashSet<>();
  private final Set<Relay> leaving = new HashSet<>();
  private final long withdrawNanos;
  private final long drainNanos;
  private long lastOpenedNanos = System.nanoTime();

  /**
   * @param withdraw how long clients have to leave after they were asked to; then idle connections are closed
   * @param drain    how long the others may last after that
   */
  public RelayRegistry(Duration withdraw, Duration drain) {
    withdrawNanos = withdraw.toNanos();
    drainNanos = drain.toNanos();
  }

  void add(Relay relay) {
    open.add(relay);
    lastOpenedNanos = System.nanoTime();
  }

  void remove(Relay relay) {
    open.remove(relay);
    leaving.remove(relay);
  }

  public int count() {
    return open.size();
  }

  /** How long no client has come, since this was made. */
  public Duration sinceLastOpened() {
    return Duration.ofNanos(System.nanoTime() - lastOpenedNanos);
  }

  /** Asks all clients to leave; their time to do so counts from the given moment. */
  public void leave(long sinceNanos) {
    leave(relay -> true, sinceNanos);
  }

  /** Asks the clients of one upstream's relays to leave. */
  public void leave(Upstream upstream) {
    leave(relay -> relay.isOf(upstream), System.nanoTime());
  }

  private void leave(Predicate<Relay> which, long sinceNanos) {
    open.stream().filter(which).filter(leaving::add).toList().forEach(relay -> relay.leave(sinceNanos));
  }

  /** Closes with FIN those that were asked to leave and are idle; resets those that have outlasted the drain time. */
  public void endLeaving() {
    var due = List.copyOf(leaving).stream().filter(relay -> relay.endIfQuiet(withdrawNanos, drainNanos)).toList();
    if (!due.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("connections", due.size())
          .log("reset: still open {} s after their clients were asked to leave",
              TimeUnit.NANOSECONDS.toSeconds(withdrawNanos + drainNanos));
      due.forEach(Relay::reset);
    }
  }
}
