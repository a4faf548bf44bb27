package dev.devsession.proxy;

import dev.devsession.proxy.metrics.ConnectionCounters;
import dev.devsession.proxy.relay.Upstream;
import dev.devsession.proxy.routes.Target;
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
  private Upstream upstream;
  private Channel channel;
  private boolean binding;
  private boolean closed;
  private String failure;

  RouteListener(int port, Target target, ConnectionCounters counters) {
    this.port = port;
    this.counters = counters;
    upstream = new Upstream(port, target, counters);
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
    LOG.atInfo().addKeyValue("port", port).addKeyValue("target", upstream.target()).log("listening");
  }

  private void failed(Throwable cause) {
    var reason = "port " + port + " can't be bound: " + cause.getMessage();
    if (!reason.equals(failure)) {
      failure = reason;
      LOG.error("{}; retrying until it is free", reason);
    }
  }

  /** Sends new connections to another target. */
  void retarget(Target target) {
    upstream = new Upstream(port, target, counters);
    LOG.atInfo().addKeyValue("port", port).addKeyValue("target", target).log("target changed");
  }

  ConnectionCounters counters() {
    return counters;
  }

  Upstream upstream() {
    return upstream;
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
