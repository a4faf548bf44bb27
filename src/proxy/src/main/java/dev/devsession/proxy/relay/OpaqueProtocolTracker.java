package dev.devsession.proxy.relay;

import io.netty.buffer.ByteBuf;

/**
 * Some other protocol, or an encrypted one: nothing can be said in it, and the last to speak is taken to have finished.
 */
final class OpaqueProtocolTracker implements ProtocolTracker {

  private boolean clientSpokeLast;

  @Override
  public void fromClient(ByteBuf bytes) {
    clientSpokeLast = true;
  }

  @Override
  public ByteBuf fromTarget(ByteBuf bytes) {
    clientSpokeLast = false;
    return bytes;
  }

  @Override
  public ByteBuf leave() {
    return null;
  }

  @Override
  public boolean isBetweenExchanges() {
    return !clientSpokeLast;
  }
}
