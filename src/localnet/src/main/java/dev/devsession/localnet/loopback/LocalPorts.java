package dev.devsession.localnet.loopback;

import dev.devsession.hosts.names.LocalEndpoint;
import dev.devsession.tunnel.Forwarder;
import dev.devsession.tunnel.socket.HalfCloseRelay;
import dev.devsession.tunnel.socket.Sockets;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.util.Map;
import java.util.Optional;

/** Forwards connections to the cluster, except those to ports that a process on this machine answers. */
public final class LocalPorts implements ConnectionHandler {

  /**
   * A port behind a name.
   *
   * @param service
   *          {@code name.namespace}
   */
  public record Name(String service, int port) {}

  private final Forwarder forwarder;
  private volatile Map<Name, Integer> local = Map.of();

  public LocalPorts(Forwarder forwarder) {
    this.forwarder = forwarder;
  }

  /** Sets the ports that this machine answers, each with its port of localhost. */
  public void setLocalPorts(Map<Name, Integer> ports) {
    local = Map.copyOf(ports);
  }

  @Override
  public void handle(SocketChannel client, LocalEndpoint endpoint) {
    Optional<Integer> hostPort = hostPort(endpoint);
    if (hostPort.isEmpty()) {
      forwarder.carry(client, endpoint.host(), endpoint.port());
      return;
    }
    LocalConnector.connect(hostPort.get(), client.eventLoop()).addListener((Future<SocketChannel> dialed) -> {
      if (dialed.isSuccess()) {
        HalfCloseRelay.join(client, dialed.getNow());
      } else {
        Sockets.reset(client);
      }
    });
  }

  /** The port of localhost behind this endpoint, if it leads there. */
  Optional<Integer> hostPort(LocalEndpoint endpoint) {
    return Optional.ofNullable(local.get(new Name(endpoint.service(), endpoint.port())));
  }
}
