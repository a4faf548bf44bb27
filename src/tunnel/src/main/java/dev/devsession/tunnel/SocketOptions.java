package dev.devsession.tunnel;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;

/** The options of the sockets whose bytes go through the tunnel, at both ends of it. */
public final class SocketOptions {

  /** Beyond the high mark (bytes) what comes for a socket waits in its stream's window. */
  private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(16 * 1024, 32 * 1024);

  private static final int MAX_READ_BYTES = 32 * 1024;

  private SocketOptions() {}

  /** Takes an option and its value. */
  @FunctionalInterface
  public interface Setter {
    <T> void set(ChannelOption<T> option, T value);
  }

  /** Hands each option to a bootstrap: {@code SocketOptions.forEach(bootstrap::option)}. */
  public static void forEach(Setter setter) {
    setter.set(ChannelOption.AUTO_READ, false);
    setter.set(ChannelOption.TCP_NODELAY, true);
    setter.set(ChannelOption.SO_KEEPALIVE, true);
    setter.set(ChannelOption.ALLOW_HALF_CLOSURE, true);
    setter.set(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
    setter.set(ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(64, 2048, MAX_READ_BYTES));
  }
}
