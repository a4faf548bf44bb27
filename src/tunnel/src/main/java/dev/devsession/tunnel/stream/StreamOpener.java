package dev.devsession.tunnel.stream;

import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;

/** Opens streams to the other end of the tunnel. Its methods may be called on the event loop only. */
public interface StreamOpener {
  /**
   * Carries a socket's bytes through a new stream; it is reset when the other end can't connect, or when the stream's
   * connection is closed.
   *
   * @param socket on the same event loop, not reading yet, with the options of {@code SocketOptions}
   * @param authority {@code host:port} for the other end; an IPv6 address in brackets
   */
  void carry(SocketChannel socket, String authority);

  /**
   * Opens a stream and waits until the other end has connected to its target. Nothing is sent on it before.
   *
   * @param authority as for {@link #carry}
   * @return to be cancelled when nobody waits for it any more; failed with a {@code ConnectRefusedException} if the
   *   other end doesn't connect there, with a {@code ConnectException} if it tried in vain, and with another exception
   *   if the connection carries no further stream, or is lost
   */
  Future<ConnectedStream> open(String authority);
}
