package dev.devsession.proxy.health;

import io.netty.channel.Channel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Bounds how many connections are open at once by closing the oldest: one that is wanted needs little time, so one that
 * stays open is not wanted, and must not block others.
 */
public final class ConnectionLimiter {

  private final int max;
  private final Set<Channel> open = new LinkedHashSet<>();

  public ConnectionLimiter(int max) {
    this.max = max;
  }

  /** On the event loop of all these connections. */
  public void opened(Channel channel) {
    open.add(channel);
    channel.closeFuture().addListener(closed -> open.remove(channel));
    if (open.size() > max) {
      open.iterator().next().close();
    }
  }

  /** The connection is wanted, and counts no more. */
  public void known(Channel channel) {
    open.remove(channel);
  }

  /** Closes those that count. */
  public void closeAll() {
    List.copyOf(open).forEach(Channel::close);
  }
}
