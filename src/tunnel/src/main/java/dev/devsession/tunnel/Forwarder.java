package dev.devsession.tunnel;

import io.netty.channel.socket.SocketChannel;

/** Carries connections that were accepted on the machine to the cluster. */
public interface Forwarder {
  /**
   * Takes over an accepted connection; call it on the channel's event loop. If the target can't be reached, the
   * connection is reset.
   *
   * @param client doesn't read yet and may be closed in half
   * @param host IP address or DNS name, as the gateway sees it
   * @param port 1 to 65535
   */
  void carry(SocketChannel client, String host, int port);
}
