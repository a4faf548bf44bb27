package dev.devsession.tunnel.socket;

import io.netty.channel.ChannelException;
import io.netty.channel.socket.SocketChannel;

/** Ends TCP connections immediately. */
public final class Sockets {

  private Sockets() {}

  /** Closes with RST, dropping what was not written. */
  public static void reset(SocketChannel socket) {
    try {
      socket.config().setSoLinger(0);
    } catch (ChannelException e) {
      // It is closed already.
    }
    socket.close();
  }
}
