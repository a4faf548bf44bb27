package dev.devsession.proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * What both ends have sent before their relay began.
 *
 * @param ofClient bytes that the relay takes over
 * @param clientEnded whether FIN followed them
 * @param ofTarget bytes that the relay takes over
 * @param targetEnded whether FIN followed them
 */
public record EarlyBytes(ByteBuf ofClient, boolean clientEnded, ByteBuf ofTarget, boolean targetEnded) {

  static final EarlyBytes NONE = ofClient(Unpooled.EMPTY_BUFFER, false);

  public static EarlyBytes ofClient(ByteBuf bytes, boolean ended) {
    return new EarlyBytes(bytes, ended, Unpooled.EMPTY_BUFFER, false);
  }

  void release() {
    ofClient.release();
    ofTarget.release();
  }
}
