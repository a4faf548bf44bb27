package dev.devsession.tunnel.stream;

import io.netty.channel.socket.SocketChannel;

/** A stream whose target the other end has connected to, and which carries no socket's bytes yet. */
@FunctionalInterface
public interface ConnectedStream {
  /**
   * Carries the socket's bytes from now on, as {@link StreamOpener#carry} does. To be called at once: until then
   * the target's first bytes wait.
   *
   * @param socket on the same event loop, with the options of {@code SocketOptions}
   */
  void join(SocketChannel socket);
}
