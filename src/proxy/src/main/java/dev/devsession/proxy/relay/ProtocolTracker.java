package dev.devsession.proxy.relay;

import io.netty.buffer.ByteBuf;

/**
 * What a relay follows of the protocol that passes through it: as much as it takes to ask the client to go on
 * elsewhere, and to end the connection when no answer is lost by it.
 */
interface ProtocolTracker {

  /**
   * Of a connection on which the client's first bytes are these.
   *
   * @param early has followed what the target said before that, as only a server of HTTP/2 may; null if it said nothing
   */
  static ProtocolTracker of(ByteBuf first, Http2ProtocolTracker early) {
    if (Http2ProtocolTracker.begins(first)) {
      return early == null ? new Http2ProtocolTracker() : early;
    }
    return early == null && Http1Line.beginsRequest(first) ? new Http1ProtocolTracker() : new OpaqueProtocolTracker();
  }

  void fromClient(ByteBuf bytes);

  /**
   * Takes over the bytes and returns what the client gets in their place: the same, and a word to leave if it's time
   * for it.
   */
  ByteBuf fromTarget(ByteBuf bytes);

  /** From now on the client is asked to leave. Returns what it is told at once, or null if that has to wait. */
  ByteBuf leave();

  /** Whether the client waits for nothing and the target is in the middle of nothing, as far as can be told. */
  boolean isBetweenExchanges();
}
