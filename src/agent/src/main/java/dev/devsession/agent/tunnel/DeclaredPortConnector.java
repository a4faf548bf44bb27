package dev.devsession.agent.tunnel;

import dev.devsession.localnet.loopback.LocalConnector;
import dev.devsession.tunnel.ConnectRefusedException;
import dev.devsession.tunnel.StreamConnector;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Connects what comes from the cluster to the processes of this machine: to the ports that its session declares, and no
 * others.
 */
final class DeclaredPortConnector implements StreamConnector {

  private static final String HOST = "localhost:";

  private final TunnelEvents events;
  private final Set<Integer> refused = new HashSet<>();
  private volatile Set<Integer> hostPorts = Set.of();

  DeclaredPortConnector(TunnelEvents events) {
    this.events = events;
  }

  void hostPorts(Set<Integer> ports) {
    hostPorts = Set.copyOf(ports);
  }

  @Override
  public Future<SocketChannel> connect(String authority, EventLoop loop) {
    Optional<Integer> port = port(authority).filter(hostPorts::contains);
    if (port.isEmpty()) {
      return loop
          .newFailedFuture(
              new ConnectRefusedException("the session doesn't forward " + authority + " to this machine"));
    }
    return LocalConnector.connect(port.get(), loop)
        .addListener((Future<SocketChannel> dialed) -> report(port.get(), dialed.isSuccess()));
  }

  private void report(int port, boolean answered) {
    if (answered && refused.remove(port)) {
      events.localAnswered(port);
    } else if (!answered && refused.add(port)) {
      events.localRefused(port);
    }
  }

  static Optional<Integer> port(String authority) {
    return authority.startsWith(HOST) && authority.substring(HOST.length()).matches("[0-9]{1,5}")
        ? Optional.of(Integer.parseInt(authority.substring(HOST.length())))
        : Optional.empty();
  }
}
