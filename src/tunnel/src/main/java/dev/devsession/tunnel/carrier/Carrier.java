package dev.devsession.tunnel.carrier;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

/** A way for bytes from this machine to the gateway's tunnel port. */
public interface Carrier {
  /**
   * Opens one connection. Its channel hands what the gateway sends to its pipeline as {@code ByteBuf}s and takes what
   * it is to get as {@code ByteBuf}s; it doesn't read before {@code autoRead} is set, so no byte is lost before the
   * caller has added its handlers. That it is open doesn't mean yet that a gateway is there.
   *
   * @return fails with a {@link CarrierException}
   */
  Future<Channel> open(EventLoop loop);
}
