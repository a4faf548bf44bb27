package dev.devsession.proxy.gateway;

import dev.devsession.tunnel.stream.TunnelConnection;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Connections that others have replaced. They get no new callers, and each is closed as soon as it carries nothing any
 * more, so that replacing one resets no caller. Everything happens on one event loop.
 */
final class RetiringConnections {
  private static final Duration CHECK = Duration.ofMillis(50);

  private final EventLoop loop;
  private final Duration longest;
  private final Set<TunnelConnection> connections = new HashSet<>();

  /** @param longest how long a connection may go on at most */
  RetiringConnections(EventLoop loop, Duration longest) {
    this.loop = loop;
    this.longest = longest;
  }

  /** @param why what the other end is told when the connection is closed */
  void retire(TunnelConnection connection, String why) {
    connections.add(connection);
    connection.closed().addListener(closed -> connections.remove(connection));
    closeWhenIdle(connection, why, loop.ticker().nanoTime() + longest.toNanos());
  }

  private void closeWhenIdle(TunnelConnection connection, String why, long endNanos) {
    if (!connections.contains(connection)) {
      return;
    }
    if (connection.streams() == 0 || loop.ticker().nanoTime() - endNanos >= 0) {
      connection.close(why);
    } else {
      loop.schedule(() -> closeWhenIdle(connection, why, endNanos), CHECK.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  boolean isEmpty() {
    return connections.isEmpty();
  }
}
