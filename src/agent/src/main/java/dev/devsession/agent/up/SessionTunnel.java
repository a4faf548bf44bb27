package dev.devsession.agent.up;

import dev.devsession.agent.session.Session.Gateway;
import dev.devsession.tunnel.Forwarder;
import dev.devsession.tunnel.Identity;
import io.netty.channel.IoEventLoop;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A run's way to its gateway: the tunnel, or what a test puts in its place. */
public interface SessionTunnel extends AutoCloseable {
  /** Makes one, which does nothing yet. */
  interface Factory {
    /**
     * Makes one.
     *
     * @param gateway as it is when it is asked
     * @param events gets {@link Event.Connected}, {@link Event.Lost}, {@link Event.Way}, {@link Event.Refused} and
     *          {@link Event.Local}
     */
    SessionTunnel open(Identity identity, Supplier<Gateway> gateway, IoEventLoop loop, Consumer<Event> events);
  }

  /** Connects, and again whenever the connection is lost. */
  void start();

  /** To be called when the gateway has another pod. */
  void podChanged();

  /** The ports of this machine that the cluster may reach. */
  void hostPorts(Set<Integer> ports);

  /** For connections from this machine to the cluster. */
  Forwarder forwarder();

  /** Completes when no connection from the cluster is carried any more, or none can be. */
  CompletableFuture<Void> whenIdle();

  @Override
  void close();
}
