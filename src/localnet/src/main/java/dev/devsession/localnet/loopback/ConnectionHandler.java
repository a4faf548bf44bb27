package dev.devsession.localnet.loopback;

import dev.devsession.hosts.names.LocalEndpoint;
import io.netty.channel.socket.SocketChannel;

/** Handles the connections that endpoints accept. */
@FunctionalInterface
public interface ConnectionHandler {

  /** Called on the client's event loop; the client doesn't read yet and may be closed in half. */
  void handle(SocketChannel client, LocalEndpoint endpoint);
}
