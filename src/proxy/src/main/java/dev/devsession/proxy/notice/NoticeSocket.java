package dev.devsession.proxy.notice;

import io.netty.channel.ChannelException;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import jdk.net.ExtendedSocketOptions;

/** What both ends of a connection for notices have in common. It is described in docs/wire.md, "In the cluster". */
public final class NoticeSocket {

  private static final int IDLE_SECONDS = 20;
  private static final int INTERVAL_SECONDS = 10;
  private static final int PROBES = 3;

  private NoticeSocket() {}

  /**
   * Makes the kernel end the connection 50 s after the other end has fallen silent, because nearly always, no byte is
   * sent. Closing it sends FIN, which is a notice.
   */
  public static void configure(SocketChannel socket) {
    try {
      var config = socket.config().setKeepAlive(true).setSoLinger(-1);
      config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), IDLE_SECONDS);
      config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), INTERVAL_SECONDS);
      config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), PROBES);
    } catch (ChannelException e) {
      // It is closed already.
    }
  }
}
