package dev.devsession.proxy.notice;

import dev.devsession.proxy.relay.Dialer;
import dev.devsession.proxy.routes.Target;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** One connection for notices to each gateway that a route leads to. To be used on the event loop only. */
public final class NoticeConnections {

  private final EventLoop loop;
  private final Dialer dialer;
  private final Consumer<Target> noticed;
  private final Map<Target, NoticeConnection> byGateway = new HashMap<>();

  /** @param noticed takes the gateway whose clients should move */
  public NoticeConnections(EventLoop loop, Dialer dialer, Consumer<Target> noticed) {
    this.loop = loop;
    this.dialer = dialer;
    this.noticed = noticed;
  }

  /** Opens the connections to these gateways that don't exist yet, and closes those to others. */
  public void keep(Set<Target> gateways) {
    byGateway.entrySet().removeIf(entry -> {
      boolean unused = !gateways.contains(entry.getKey());
      if (unused) {
        entry.getValue().close();
      }
      return unused;
    });
    for (var gateway : gateways) {
      if (!byGateway.containsKey(gateway)) {
        var connection = new NoticeConnection(gateway, loop, dialer, () -> noticed.accept(gateway));
        byGateway.put(gateway, connection);
        connection.open();
      }
    }
  }
}
