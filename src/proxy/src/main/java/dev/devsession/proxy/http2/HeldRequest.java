package dev.devsession.proxy.http2;

import dev.devsession.tunnel.socket.BufferBudget;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayDeque;
import java.util.Queue;

/** What has come of a request while no stream to a server is open for it. The client's window bounds it. */
final class HeldRequest {

  private final Http2Headers head;
  private final Queue<ByteBuf> data = new ArrayDeque<>(0);
  private Http2Headers trailers;
  private boolean complete;

  HeldRequest(Http2Headers head, boolean complete) {
    this.head = head;
    this.complete = complete;
  }

  Http2Headers head() {
    return head;
  }

  /** Whether the head is all of the request. */
  boolean isHeadOnly() {
    return complete && data.isEmpty() && trailers == null;
  }

  boolean isComplete() {
    return complete;
  }

  void add(ByteBuf bytes, boolean last) {
    BufferBudget.ofUnwritten().hold(bytes.readableBytes());
    data.add(bytes);
    complete |= last;
  }

  void add(Http2Headers last) {
    trailers = last;
    complete = true;
  }

  /** Null if there is none left. */
  ByteBuf removeData() {
    var next = data.poll();
    if (next != null) {
      BufferBudget.ofUnwritten().hold(-next.readableBytes());
    }
    return next;
  }

  boolean endsWithData() {
    return complete && trailers == null;
  }

  boolean hasData() {
    return !data.isEmpty();
  }

  Http2Headers trailers() {
    return trailers;
  }

  void release() {
    for (var next = removeData(); next != null; next = removeData()) {
      next.release();
    }
  }
}
