package dev.devsession.proxy.relay;

import io.netty.buffer.ByteBuf;

/**
 * Tracks the protocol of a relayed connection, as far as needed to ask the client to reconnect elsewhere, and to close
 * the connection at a moment when no answer is lost.
 */
interface ProtocolTracker {

  /**
   * The tracker of a connection on which the client's first bytes are these.
   *
   * @param early has tracked bytes that the target sent before that, as only an HTTP/2 server may; null if there were
   *   none
   */
  static ProtocolTracker of(ByteBuf first, Http2ProtocolTracker early) {
    if (Http2ProtocolTracker.begins(first)) {
      return early == null ? new Http2ProtocolTracker() : early;
    }
    return early == null && Http1Line.beginsRequest(first) ? new Http1ProtocolTracker() : new OpaqueProtocolTracker();
  }

  void fromClient(ByteBuf bytes);

  /**
   * Takes over the bytes and returns what the client gets instead: the same bytes, with the request to close added
   * where the protocol allows it.
   */
  ByteBuf fromTarget(ByteBuf bytes);

  /** Asks the client to close the connection. Returns bytes to send to it now, or null if the request has to wait. */
  ByteBuf requestClose();

  /** Whether no request waits for its answer and no message is incomplete, as far as the tracker knows. */
  boolean isBetweenExchanges();

  /** Whether the tracker knows where exchanges end, and doesn't only assume it. */
  default boolean knowsExchanges() {
    return false;
  }
}
