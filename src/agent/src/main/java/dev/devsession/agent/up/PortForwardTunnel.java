package dev.devsession.agent.up;

import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.Session.Gateway;
import dev.devsession.agent.tunnel.Tunnel;
import dev.devsession.agent.tunnel.TunnelEvents;
import dev.devsession.agent.tunnel.TunnelWay;
import dev.devsession.kubeconfig.Endpoints;
import dev.devsession.tunnel.Forwarder;
import dev.devsession.tunnel.Identity;
import dev.devsession.tunnel.carrier.portforward.PortForwardCarrier;
import io.netty.channel.IoEventLoop;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The tunnel over the API server's port-forward, and by a shorter way where there is one. */
record PortForwardTunnel(Tunnel tunnel) implements SessionTunnel {
  /** For gateways of a cluster. */
  record Factory(ClusterContext cluster) implements SessionTunnel.Factory {
    @Override
    public SessionTunnel open(Identity identity, Supplier<Gateway> gateway, IoEventLoop loop, Consumer<Event> events) {
      var endpoint = Endpoints.of(cluster.client().getConfiguration());
      return new PortForwardTunnel(new Tunnel(loop, () -> new PortForwardCarrier(endpoint, cluster.namespace(),
          gateway.get().pod(), gateway.get().port()), () -> gateway.get().nodePort(), identity,
          new Forwarding(events)));
    }
  }

  @Override
  public void start() {
    tunnel.start();
  }

  @Override
  public void podChanged() {
    tunnel.podChanged();
  }

  @Override
  public void hostPorts(Set<Integer> ports) {
    tunnel.hostPorts(ports);
  }

  @Override
  public Forwarder forwarder() {
    return tunnel;
  }

  @Override
  public CompletableFuture<Void> whenIdle() {
    return tunnel.whenIdle();
  }

  @Override
  public void close() {
    tunnel.close();
  }

  private record Forwarding(Consumer<Event> events) implements TunnelEvents {
    @Override
    public void connected(Duration roundTrip) {
      events.accept(new Event.Connected(roundTrip));
    }

    @Override
    public void lost(String why) {
      events.accept(new Event.Lost(why));
    }

    @Override
    public void refused(String message, boolean occupied) {
      events.accept(new Event.Refused(message, occupied));
    }

    @Override
    public void way(TunnelWay way) {
      events.accept(new Event.Way(way.toString()));
    }

    @Override
    public void localRefused(int hostPort) {
      events.accept(new Event.Local(hostPort, false));
    }

    @Override
    public void localAnswered(int hostPort) {
      events.accept(new Event.Local(hostPort, true));
    }
  }
}
