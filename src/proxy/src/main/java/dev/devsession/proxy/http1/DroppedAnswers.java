package dev.devsession.proxy.http1;

import dev.devsession.proxy.intercept.HeldBytes;
import io.netty.buffer.ByteBuf;

/** Follows answers that nobody gets, to tell where each ends. */
final class DroppedAnswers {

  /** What is known after some bytes. */
  enum Progress {
    INCOMPLETE,
    COMPLETE,
    /** It is complete, and the connection takes no further request. */
    LAST
  }

  private final HeadEnd headEnd = HeadEnd.ofAnswers();
  /** The beginning of a head whose end hasn't arrived; else null. */
  private ByteBuf partial;
  /** Null between answers. */
  private MessageBody body;
  private boolean closes;

  /** Whether an answer is incomplete that only the end of the connection completes. */
  boolean isUntilClose() {
    return body != null && body.endsWithConnection();
  }

  /** Takes over bytes of the answer to this request. */
  Progress received(ByteBuf bytes, Http1Request request) {
    var all = HeldBytes.joined(partial, bytes);
    partial = null;
    try {
      return follow(all, request);
    } catch (InvalidMessageException e) {
      return Progress.LAST;
    } finally {
      if (all != partial) {
        all.release();
      }
    }
  }

  private Progress follow(ByteBuf all, Http1Request request) throws InvalidMessageException {
    while (all.isReadable()) {
      if (body == null) {
        int from = all.readerIndex();
        int length = headEnd.find(all, from);
        if (length < 0) {
          partial = all;
          return Progress.INCOMPLETE;
        }
        var fields = HeadFields.ofThread();
        fields.readLeniently(all, from, length);
        all.skipBytes(length);
        var head = Http1Answer.of(fields, request);
        if (head.isInterim()) {
          continue;
        }
        if (head.switches(request)) {
          return Progress.LAST;
        }
        body = new MessageBody(head.length(), false);
        closes = head.closes();
      }
      all.readerIndex(body.follow(all, all.readerIndex(), all.writerIndex()));
      if (body.isComplete()) {
        body = null;
        return closes || all.isReadable() ? Progress.LAST : Progress.COMPLETE;
      }
    }
    return Progress.INCOMPLETE;
  }

  void release() {
    if (partial != null) {
      partial.release();
      partial = null;
    }
  }
}
