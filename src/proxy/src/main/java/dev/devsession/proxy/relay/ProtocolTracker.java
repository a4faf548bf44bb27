package dev.devsession.proxy.relay;

import io.netty.buffer.ByteBuf;

/**
 * Tracks the protocol of a relayed connection, as far as needed to ask the client to reconnect elsewhere, and to close
 * the connection at a moment when no answer is lost.
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
   * Takes over the bytes and returns what the client gets instead: the same bytes, with the request to leave added
   * where the protocol allows it.
   */
  ByteBuf fromTarget(ByteBuf bytes);

  /** Asks the client to leave from now on. Returns bytes to send to it now, or null if the request has to wait. */
  ByteBuf leave();

  /** Whether no request is waiting for its answer, and no message is half sent, as far as is known. */
  boolean isBetweenExchanges();
}
