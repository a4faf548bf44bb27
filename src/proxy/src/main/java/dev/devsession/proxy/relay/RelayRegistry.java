package dev.devsession.proxy.relay;

import dev.devsession.proxy.routes.Target;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open connections, and among them those whose clients were asked to close or to move. */
public final class RelayRegistry {

  private static final Logger LOG = LoggerFactory.getLogger(RelayRegistry.class);

  private final Set<ClientConnection> open = new HashSet<>();
  private final Set<ClientConnection> closing = new HashSet<>();
  /** Asked to close too, but may stay: whether they lead to a place that ends is not known here. */
  private final Set<ClientConnection> moving = new HashSet<>();
  private final long withdrawNanos;
  private final long drainNanos;
  private long lastOpenedNanos = System.nanoTime();

  /**
   * @param withdraw how long clients have to close after they were asked to; then idle connections are closed
   * @param drain    how long the others may last after that
   */
  public RelayRegistry(Duration withdraw, Duration drain) {
    withdrawNanos = withdraw.toNanos();
    drainNanos = drain.toNanos();
  }

  public void add(ClientConnection relay) {
    open.add(relay);
    lastOpenedNanos = System.nanoTime();
  }

  public void remove(ClientConnection relay) {
    open.remove(relay);
    closing.remove(relay);
    moving.remove(relay);
  }

  public int count() {
    return open.size();
  }

  /** The time since the last client connected, or since this was created. */
  public Duration sinceLastOpened() {
    return Duration.ofNanos(System.nanoTime() - lastOpenedNanos);
  }

  /** Asks all clients to close; their time to do so counts from the given moment. */
  public void requestClose(long sinceNanos) {
    requestClose(relay -> true, sinceNanos);
  }

  /** Asks the clients of one route to close. */
  public void requestClose(Object route) {
    requestClose(relay -> relay.isOf(route), System.nanoTime());
  }

  private void requestClose(Predicate<ClientConnection> condition, long sinceNanos) {
    moving.removeIf(condition);
    open.stream().filter(condition).filter(closing::add).toList().forEach(relay -> relay.requestClose(sinceNanos));
  }

  /**
   * Asks the clients of one route to open new connections. They have no time limit, and a connection is
   * left as it is where its protocol doesn't tell whether it is idle: it may lead to the right place already.
   */
  public void requestMove(Object route) {
    long now = System.nanoTime();
    open.stream().filter(relay -> relay.isOf(route) && !closing.contains(relay)).filter(moving::add).toList()
        .forEach(relay -> relay.requestClose(now));
  }

  /** Has connections whose requests go different ways leave those through this gateway. */
  public void leave(Target gateway) {
    List.copyOf(open).forEach(connection -> connection.leave(gateway));
  }

  private void closeMovingIfIdle() {
    var idle = moving.stream().filter(relay -> relay.isKnownIdle(withdrawNanos)).toList();
    long asked = System.nanoTime() - withdrawNanos;
    requestClose(Set.copyOf(idle)::contains, asked);
  }

  /**
   * Sends FIN on idle relays whose clients were asked to close or to move, and resets those that were to close and have
   * outlasted the drain time.
   */
  public void closeIdleAndResetOverdue() {
    closeMovingIfIdle();
    var overdue = List.copyOf(closing).stream().filter(relay -> relay.finishIfIdle(withdrawNanos, drainNanos)).toList();
    if (!overdue.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("connections", overdue.size())
          .log("reset: still open {} s after their clients were asked to close",
              TimeUnit.NANOSECONDS.toSeconds(withdrawNanos + drainNanos));
      overdue.forEach(ClientConnection::reset);
    }
  }
}
