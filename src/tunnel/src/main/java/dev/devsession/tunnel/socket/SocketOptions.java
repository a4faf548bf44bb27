package dev.devsession.tunnel.socket;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;

/**
 * The options of the sockets whose bytes are carried, in a proxy and at both ends of the tunnel. TCP_NODELAY is not
 * among them, as Netty sets it by itself.
 */
public final class SocketOptions {

  /**
   * Reading from one side stops while more than the high mark (bytes) waits to be written to the other, so a stalled
   * reader holds at most the high mark and one read per direction: 500 of them fit into 32 MiB. Larger marks forward no
   * faster; what fills a long link is the kernel's socket buffers. In the tunnel the rest waits in the stream's window.
   */
  private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(16 * 1024, 32 * 1024);

  /** Reads start at 2 KiB and grow with what comes. */
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
    setter.set(ChannelOption.SO_KEEPALIVE, true);
    setter.set(ChannelOption.ALLOW_HALF_CLOSURE, true);
    setter.set(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
    setter.set(ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(64, 2048, MAX_READ_BYTES));
  }
}
