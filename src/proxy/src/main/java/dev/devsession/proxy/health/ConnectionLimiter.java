package dev.devsession.proxy.health;

import io.netty.channel.Channel;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Bounds how many connections are open at once by closing the oldest: a probe is answered immediately, so a
 * connection that stays open is not a probe, and must not block probes.
 */
final class ConnectionLimiter {

  private final int max;
  private final Set<Channel> open = new LinkedHashSet<>();

  ConnectionLimiter(int max) {
    this.max = max;
  }

  /** On the event loop of all these connections. */
  void opened(Channel channel) {
    open.add(channel);
    channel.closeFuture().addListener(closed -> open.remove(channel));
    if (open.size() > max) {
      open.iterator().next().close();
    }
  }
}
