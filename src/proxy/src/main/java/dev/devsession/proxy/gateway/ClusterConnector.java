package dev.devsession.proxy.gateway;

import dev.devsession.proxy.metrics.ConnectionCounters;
import dev.devsession.proxy.metrics.ConnectionMetricsHandler;
import dev.devsession.proxy.metrics.DialFailure;
import dev.devsession.proxy.relay.Dialer;
import dev.devsession.proxy.relay.HostResolver;
import dev.devsession.proxy.routes.HostSyntax;
import dev.devsession.proxy.routes.Target;
import dev.devsession.tunnel.ConnectRefusedException;
import dev.devsession.tunnel.StreamConnector;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.stream.Stream;

/** Connects agents to services of the cluster, where the rules allow it. */
final class ClusterConnector implements StreamConnector {

  private final EgressPolicy rules;
  private final Dialer dialer;
  private final ConnectionCounters counters;

  ClusterConnector(EventLoop loop, EgressPolicy rules, HostResolver resolver, Duration connectTimeout,
      ConnectionCounters counters) {
    this.rules = rules;
    this.counters = counters;
    dialer = new Dialer(loop, name -> permitted(resolver.resolve(name)), connectTimeout);
  }

  @Override
  public Future<SocketChannel> connect(String authority, EventLoop loop) {
    return dial(authority, loop).addListener((Future<SocketChannel> dialed) -> {
      if (dialed.isSuccess()) {
        ConnectionMetricsHandler.count(dialed.getNow(), counters);
      } else {
        counters.dialFailed(DialFailure.of(dialed.cause()));
      }
    });
  }

  private Future<SocketChannel> dial(String authority, EventLoop loop) {
    try {
      var target = Target.parse(authority);
      var literal = HostSyntax.literal(target.host());
      if (literal != null) {
        permitted(literal);
      }
      return dialer.dial(loop, target);
    } catch (IllegalArgumentException e) {
      return loop.newFailedFuture(new ConnectRefusedException(e.getMessage()));
    } catch (ConnectRefusedException e) {
      return loop.newFailedFuture(e);
    }
  }

  /** The resolved addresses that may be reached. Checked after the lookup, so no name leads to a forbidden address. */
  private InetAddress[] permitted(InetAddress... addresses) {
    var permitted = Stream.of(addresses).filter(address -> rules.refusal(address) == null).toArray(InetAddress[]::new);
    if (permitted.length == 0) {
      throw new ConnectRefusedException(rules.refusal(addresses[0]));
    }
    return permitted;
  }
}
