package dev.devsession.proxy;

import dev.devsession.proxy.metrics.ConnectionCounters;
import dev.devsession.proxy.routes.Destination;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listening port, or the reason why it doesn't listen. */
final class RouteListener {

  private static final Logger LOG = LoggerFactory.getLogger(RouteListener.class);

  private final int port;
  private final ConnectionCounters counters;
  private PortTraffic traffic;
  private Channel channel;
  private boolean binding;
  private boolean closed;
  private String failure;

  RouteListener(int port, PortTraffic traffic, ConnectionCounters counters) {
    this.port = port;
    this.traffic = traffic;
    this.counters = counters;
  }

  /** Binds unless bound or about to be; then runs {@code settled}, whether it succeeded or failed. */
  void bind(ServerBootstrap bootstrap, Runnable settled) {
    if (binding || channel != null) {
      return;
    }
    binding = true;
    bootstrap.bind(port).addListener((ChannelFuture bound) -> {
      binding = false;
      if (bound.isSuccess()) {
        opened(bound.channel());
      } else {
        failed(bound.cause());
      }
      settled.run();
    });
  }

  private void opened(Channel bound) {
    if (closed) {
      bound.close();
      return;
    }
    channel = bound;
    failure = null;
    LOG.atInfo().addKeyValue("port", port).addKeyValue("target", traffic.destination()).log("listening");
  }

  private void failed(Throwable cause) {
    var reason = "port " + port + " can't be bound: " + cause.getMessage();
    if (!reason.equals(failure)) {
      failure = reason;
      LOG.error("{}; retrying until it is free", reason);
    }
  }

  /** Sends new connections elsewhere. */
  void change(Destination destination) {
    traffic = traffic.changed(destination);
    LOG.atInfo().addKeyValue("port", port).addKeyValue("target", destination).log("target changed");
  }

  ConnectionCounters counters() {
    return counters;
  }

  PortTraffic traffic() {
    return traffic;
  }

  /** Null while listening. */
  String problem() {
    if (closed) {
      return "port " + port + " no longer accepts connections";
    }
    if (channel != null) {
      return null;
    }
    return failure == null ? "port " + port + " is being bound" : failure;
  }

  /** Stops accepting for good; accepted connections stay open. */
  void close() {
    closed = true;
    if (channel != null) {
      channel.close();
    }
    LOG.atInfo().addKeyValue("port", port).log("closed");
  }
}
