package dev.devsession.proxy.relay;

import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;

/** The options of both sockets of a relay. */
public final class SocketOptions {

  /**
   * Reading from one side stops while more than the high mark (bytes) waits to be written to the other. What a stalled
   * reader can hold in memory is the high mark plus one read of up to 64 KiB, in each direction; the kernel's socket
   * buffers, not ours, are what fills long links.
   */
  private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

  private SocketOptions() {}

  /** Takes an option and its value. */
  @FunctionalInterface
  public interface Setter {
    <T> void set(ChannelOption<T> option, T value);
  }

  /** Hands each option to a bootstrap. */
  public static void forEach(Setter setter) {
    setter.set(ChannelOption.TCP_NODELAY, true);
    setter.set(ChannelOption.SO_KEEPALIVE, true);
    setter.set(ChannelOption.ALLOW_HALF_CLOSURE, true);
    setter.set(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
  }
}
