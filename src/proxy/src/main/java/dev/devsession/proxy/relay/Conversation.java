package dev.devsession.proxy.relay;

import io.netty.buffer.ByteBuf;

/**
 * What a relay follows of the protocol that passes through it: as much as it takes to ask the client to go on elsewhere, and
 * to end the connection when no answer is lost by it.
 */
interface Conversation {

  /**
   * Of a connection on which the client's first bytes are these.
   *
   * @param early has followed what the target said before that, as only a server of HTTP/2 may; null if it said nothing
   */
  static Conversation of(ByteBuf first, Http2Conversation early) {
    if (Http2Conversation.begins(first)) {
      return early == null ? new Http2Conversation() : early;
    }
    return early == null && Line.beginsRequest(first) ? new Http1Conversation() : new OpaqueConversation();
  }

  void fromClient(ByteBuf bytes);

  /** Takes over the bytes and returns what the client gets in their place: the same, and a word to leave if it's time for it. */
  ByteBuf fromTarget(ByteBuf bytes);

  /** From now on the client is asked to leave. Returns what it is told at once, or null if that has to wait. */
  ByteBuf leave();

  /** Whether the client waits for nothing and the target is in the middle of nothing, as far as can be told. */
  boolean isBetweenExchanges();
}
