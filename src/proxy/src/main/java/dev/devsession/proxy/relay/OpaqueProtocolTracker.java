package dev.devsession.proxy.relay;

import io.netty.buffer.ByteBuf;

/**
 * Another protocol, or an encrypted one. The tracker can't ask the client to close; it assumes that an exchange is over
 * once the target has sent bytes.
 */
final class OpaqueProtocolTracker implements ProtocolTracker {

  private boolean clientSentLast;

  @Override
  public void fromClient(ByteBuf bytes) {
    clientSentLast = true;
  }

  @Override
  public ByteBuf fromTarget(ByteBuf bytes) {
    clientSentLast = false;
    return bytes;
  }

  @Override
  public ByteBuf requestClose() {
    return null;
  }

  @Override
  public boolean isBetweenExchanges() {
    return !clientSentLast;
  }
}
