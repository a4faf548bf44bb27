package dev.devsession.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayDeque;
import java.util.Queue;

/** What has come of a request while no stream to a server is open for it. */
final class HeldRequest {

  private final HeldMemory memory;
  private final Http2Headers head;
  private final Queue<ByteBuf> data = new ArrayDeque<>(0);
  private Http2Headers trailers;
  private boolean complete;
  private int headBytes;

  HeldRequest(HeldMemory memory, Http2Headers head, boolean complete) {
    this.memory = memory;
    this.head = head;
    this.complete = complete;
  }

  /** The head has to wait, too. */
  void waitForServer() {
    if (headBytes == 0) {
      headBytes = HeldMemory.bytes(head);
      memory.hold(headBytes);
    }
  }

  Http2Headers head() {
    return head;
  }

  /** Whether the head is all of the request. */
  boolean isHeadOnly() {
    return complete && data.isEmpty() && trailers == null;
  }

  void add(ByteBuf bytes, boolean last) {
    memory.hold(bytes.readableBytes());
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
      memory.hold(-next.readableBytes());
    }
    return next;
  }

  /** Whether the request ends with what was removed last. */
  boolean isAtEnd() {
    return complete && trailers == null && data.isEmpty();
  }

  Http2Headers trailers() {
    return trailers;
  }

  /** It waits no more. */
  void release() {
    memory.hold(-headBytes);
    headBytes = 0;
    for (var next = removeData(); next != null; next = removeData()) {
      next.release();
    }
  }
}
