package dev.devsession.tunnel.carrier;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

/** Connects this machine to the gateway's tunnel port. */
public interface Carrier {
  /**
   * Opens one connection. Its pipeline receives the gateway's bytes as {@code ByteBuf}s, and the bytes for the gateway
   * are written as {@code ByteBuf}s. It doesn't read before {@code autoRead} is set, so no byte is lost before the
   * caller has added its handlers. An open channel doesn't prove that a gateway answers.
   *
   * @return fails with a {@link CarrierException}
   */
  Future<Channel> open(EventLoop loop);
}
