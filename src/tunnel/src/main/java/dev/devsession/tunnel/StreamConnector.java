package dev.devsession.tunnel;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;

/** Connects to the target that the other end of the tunnel names. */
@FunctionalInterface
public interface StreamConnector {
  /**
   * Called on the event loop.
   *
   * @param authority {@code host:port}, as the other end sent it; an IPv6 address is in brackets
   * @return a channel on this loop that doesn't read yet and has the options of {@code SocketOptions}; failed with a
   *   {@link ConnectRefusedException} if it was not even tried
   */
  Future<SocketChannel> connect(String authority, EventLoop loop);
}
