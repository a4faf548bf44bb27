package dev.devsession.proxy.http2;

import dev.devsession.tunnel.socket.BufferBudget;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What of a client's streams waits until somebody takes it. Windows become smaller long before it is full; past its
 * limits, streams that would have to wait are ended, so that neither one client nor all together use up the memory.
 */
final class HeldMemory {

  static final int MOST_OF_CLIENT = 8 * 1024 * 1024;
  private static final long MOST_OF_PROCESS = 16 * 1024 * 1024;
  /** What a header field occupies beside its name and value (RFC 9113, 6.5.2). */
  private static final int FIELD_BYTES = 32;

  private static final AtomicLong PROCESS = new AtomicLong();

  private long own;

  /** Counts bytes that wait from now on; negative if they no longer do. */
  void hold(long bytes) {
    own += bytes;
    PROCESS.addAndGet(bytes);
    BufferBudget.ofUnwritten().hold(bytes);
  }

  boolean isFull() {
    return own > MOST_OF_CLIENT || PROCESS.get() > MOST_OF_PROCESS;
  }

  static int bytes(Http2Headers head) {
    int bytes = 0;
    for (var field : head) {
      bytes += field.getKey().length() + field.getValue().length() + FIELD_BYTES;
    }
    return bytes;
  }
}
