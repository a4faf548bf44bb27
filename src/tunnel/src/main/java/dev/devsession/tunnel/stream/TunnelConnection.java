package dev.devsession.tunnel.stream;

import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.time.Duration;

/**
 * One of a tunnel's two connections, from when the other end's SETTINGS have arrived until it is closed. Its methods
 * may be called on its event loop only.
 */
public interface TunnelConnection {
  /**
   * Carries a socket's bytes through a new stream; it is reset when the other end can't connect, or when this
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
   *   if this connection carries no further stream, or is lost
   */
  Future<ConnectedStream> open(String authority);

  /** How many TCP connections it carries. */
  int streams();

  /** The time since the last byte from the other end. */
  Duration silence();

  /** The last measured round trip: of the hello, then of each PING. */
  Duration roundTrip();

  /** Tells the other end why, and resets all carried connections. */
  void close(String why);

  /** Succeeds with the reason, for people, when the connection is closed by either end or lost. */
  Future<String> closed();
}
