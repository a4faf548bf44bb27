package dev.devsession.tunnel.socket;

import io.netty.channel.ChannelOption;

/**
 * The options of the sockets whose bytes are carried, in a proxy and at both ends of the tunnel. TCP_NODELAY is not
 * among them, as Netty sets it by itself.
 */
public final class SocketOptions {

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
    // A socket that isn't closed in order ends with RST, also when the kernel closes it because its process has died.
    setter.set(ChannelOption.SO_LINGER, 0);
    setter.set(ChannelOption.RECVBUF_ALLOCATOR, new SharedReadAllocator(MAX_READ_BYTES));
  }
}
