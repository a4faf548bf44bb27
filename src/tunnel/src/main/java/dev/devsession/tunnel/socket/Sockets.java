package dev.devsession.tunnel.socket;

import io.netty.channel.ChannelException;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;

/** Ends TCP connections immediately. */
public final class Sockets {

  private Sockets() {}

  /** Closes with RST, dropping what was not written. */
  public static void reset(SocketChannel socket) {
    close(socket, 0);
  }

  /** Closes with FIN after what was written. */
  public static void close(SocketChannel socket) {
    close(socket, -1);
  }

  /** Sends FIN, and before it what ends the output of TLS if the socket has that. The input stays open. */
  static void shutdownOutput(SocketChannel socket) {
    var tls = socket.pipeline().get(SslHandler.class);
    if (tls == null) {
      socket.shutdownOutput();
    } else {
      tls.closeOutbound().addListener(sent -> socket.shutdownOutput());
    }
  }

  private static void close(SocketChannel socket, int linger) {
    try {
      socket.config().setSoLinger(linger);
    } catch (ChannelException e) {
      // It is closed already.
    }
    socket.close();
  }
}
