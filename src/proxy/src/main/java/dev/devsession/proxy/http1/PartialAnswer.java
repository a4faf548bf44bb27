package dev.devsession.proxy.http1;

import dev.devsession.proxy.intercept.HeldBytes;
import io.netty.buffer.ByteBuf;

/** Passes a server's bytes on to the client, and keeps those of a head that isn't whole. */
final class PartialAnswer {

  private final Http1Router router;
  /** The beginning of a head whose end hasn't arrived; else null. */
  private ByteBuf partial;

  PartialAnswer(Http1Router router) {
    this.router = router;
  }

  boolean isEmpty() {
    return partial == null;
  }

  /** Takes over bytes; returns them after those that were kept, which are the caller's then. */
  ByteBuf join(ByteBuf bytes) {
    var all = HeldBytes.joined(partial, bytes);
    partial = null;
    return all;
  }

  /** Passes on what was followed, and keeps the rest. */
  void pass(ByteBuf all, int end) {
    if (end == all.writerIndex() && all.isReadable()) {
      router.toClient(all);
      return;
    }
    if (end > all.readerIndex()) {
      router.toClient(all.readRetainedSlice(end - all.readerIndex()));
    }
    if (all.isReadable()) {
      partial = all;
    } else {
      all.release();
    }
  }

  /** Passes on what was kept. */
  void passAll() {
    if (partial != null) {
      router.toClient(partial);
      partial = null;
    }
  }

  void release() {
    if (partial != null) {
      partial.release();
      partial = null;
    }
  }
}
