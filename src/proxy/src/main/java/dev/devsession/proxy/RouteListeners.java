package dev.devsession.proxy;

import dev.devsession.proxy.health.HealthResponse;
import dev.devsession.proxy.intercept.GatewayMachineConnector;
import dev.devsession.proxy.intercept.MachineConnector;
import dev.devsession.proxy.metrics.ConnectionCounters;
import dev.devsession.proxy.metrics.ConnectionMetricsHandler;
import dev.devsession.proxy.metrics.InterceptCounters;
import dev.devsession.proxy.metrics.MetricsPage;
import dev.devsession.proxy.notice.NoticeConnections;
import dev.devsession.proxy.relay.Dialer;
import dev.devsession.proxy.relay.RelayRegistry;
import dev.devsession.proxy.routes.Routes;
import dev.devsession.proxy.routes.RoutesDiff;
import dev.devsession.proxy.routes.Target;
import dev.devsession.tunnel.socket.SocketOptions;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The listening ports of the routes in force. */
final class RouteListeners {

  private final Map<Integer, RouteListener> byPort = new TreeMap<>();
  /** Includes ports that are closed by now, because counters never decrease. */
  private final Map<String, ConnectionCounters> counters = new TreeMap<>();
  private final Map<String, InterceptCounters> requests = new TreeMap<>();
  private final ServerBootstrap bootstrap;
  private final RelayRegistry relays;
  private final Dialer dialer;
  private final MachineConnector machines;
  private final NoticeConnections notices;
  private Routes routes = new Routes(Map.of());

  RouteListeners(EventLoop loop, Dialer dialer, RelayRegistry relays) {
    this.relays = relays;
    this.dialer = dialer;
    machines = new GatewayMachineConnector(dialer);
    notices = new NoticeConnections(loop, dialer, this::requestMove);
    bootstrap = new ServerBootstrap().group(loop)
        .channel(NioServerSocketChannel.class)
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel client) {
            var listener = byPort.get(client.parent().localAddress().getPort());
            if (listener == null) {
              client.close(); // its route was removed in the same turn of the loop
            } else {
              ConnectionMetricsHandler.count(client, listener.counters());
              listener.traffic().start(client);
            }
          }
        });
    SocketOptions.forEach(bootstrap::childOption);
  }

  /**
   * Opens, closes and changes the listeners that differ, and asks the clients of removed routes to close; runs
   * {@code settled} once no port is being bound any more.
   */
  void apply(Routes next, Runnable settled) {
    var diff = RoutesDiff.between(routes.byListenPort(), next.byListenPort());
    routes = next;
    for (var port : diff.close()) {
      var removed = byPort.remove(port);
      removed.traffic().end();
      removed.close();
    }
    for (var change : diff.change().entrySet()) {
      byPort.get(change.getKey()).change(change.getValue());
    }
    var pending = new Object() {
      int binds = diff.open().size();
    };
    for (var route : diff.open().entrySet()) {
      var counted = counters.computeIfAbsent(route.getKey().toString(), port -> new ConnectionCounters());
      var traffic = PortTraffic.of(route.getKey(), route.getValue(), counted, () -> requests(route.getKey()), dialer,
          machines, relays);
      var listener = new RouteListener(route.getKey(), traffic, counted);
      byPort.put(route.getKey(), listener);
      listener.bind(bootstrap, () -> {
        if (--pending.binds == 0) {
          settled(settled);
        }
      });
    }
    if (diff.open().isEmpty()) {
      settled(settled);
    }
  }

  /** Gateways come last, since readiness doesn't wait for them. */
  private void settled(Runnable settled) {
    settled.run();
    keepNotices();
  }

  /** Of the routes in force now, which may be newer than those that have settled. */
  private void keepNotices() {
    notices.keep(byPort.values().stream().flatMap(listener -> listener.traffic().machines()).map(Target::gateway)
        .filter(Objects::nonNull).collect(Collectors.toSet()));
  }

  private void requestMove(Target gateway) {
    byPort.values().forEach(listener -> listener.traffic().requestMove(gateway));
    relays.leave(gateway);
  }

  /** Tries again to bind the ports that could not be bound. */
  void retry() {
    for (var listener : byPort.values()) {
      listener.bind(bootstrap, () -> {});
    }
  }

  /** Why not all ports listen, or null if they do. */
  String problem() {
    for (var listener : byPort.values()) {
      var problem = listener.problem();
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  /** By listening port. */
  HealthResponse metrics() {
    return MetricsPage.of("devsession_proxy", "port", counters, requests);
  }

  private InterceptCounters requests(int port) {
    return requests.computeIfAbsent(Integer.toString(port), p -> new InterceptCounters());
  }

  void close() {
    byPort.values().forEach(RouteListener::close);
    routes = new Routes(Map.of());
    notices.keep(Set.of());
  }
}
