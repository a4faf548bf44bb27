package dev.devsession.proxy.http1;

import dev.devsession.proxy.intercept.HeldBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Follows a server's answers and passes them on to the client, unchanged. */
final class AnswerReader {

  private static final ByteBuf CLOSE = Unpooled.unreleasableBuffer(
      Unpooled.wrappedBuffer("Connection: close\r\n".getBytes(StandardCharsets.US_ASCII))).asReadOnly();

  private final Http1Router router;
  private final ServerEvents events;
  private final HeadEnd headEnd = HeadEnd.ofAnswers();
  /** The beginning of a head whose end hasn't arrived; else null. */
  private ByteBuf partial;
  /** Null between answers. */
  private Http1Answer answer;
  private MessageBody body;

  AnswerReader(Http1Router router, ServerEvents events) {
    this.router = router;
    this.events = events;
  }

  boolean isUntilClose() {
    return body != null && body.endsWithConnection();
  }

  boolean hasPartial() {
    return partial != null;
  }

  void passPartial() {
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

  /** Takes over bytes that the server sent while it has a request to answer. */
  void received(ByteBuf bytes, ServerConnection server) {
    var all = HeldBytes.joined(partial, bytes);
    partial = null;
    int at = all.readerIndex();
    try {
      while (at < all.writerIndex()) {
        if (answer == null) {
          int length = headEnd.find(all, at);
          if (length < 0) {
            break;
          }
          at = headRead(all, at, length, server);
          if (router.isTunnelTo(server)) {
            pass(all, all.writerIndex());
            return;
          }
        } else {
          at = body.follow(all, at, all.writerIndex());
        }
        if (answer != null && body.isComplete()) {
          ended(all, at, server);
          return;
        }
      }
    } catch (InvalidMessageException e) {
      untilClose();
      pass(all, all.writerIndex());
      return;
    }
    pass(all, at);
  }

  /** It can't be told where the answer ends. */
  private void untilClose() {
    events.answerBegins();
    answer = new Http1Answer(0, MessageBody.UNTIL_CLOSE, true, false);
    body = new MessageBody(MessageBody.UNTIL_CLOSE, false);
  }

  private int headRead(ByteBuf all, int at, int length, ServerConnection server) {
    var fields = HeadFields.ofThread();
    fields.readLeniently(all, at, length);
    var request = events.request();
    var head = Http1Answer.of(fields, request);
    events.answerBegins();
    if (head.isInterim()) {
      return at + length;
    }
    if (head.switches(request)) {
      router.tunnel(server);
      return at + length;
    }
    if (router.asksToClose() && head.status() != 0) {
      int fieldsAt = at + fields.fieldsAt();
      router.toClient(all.readRetainedSlice(fieldsAt - all.readerIndex()));
      router.toClient(CLOSE.duplicate());
    }
    answer = head;
    body = new MessageBody(head.length(), false);
    return at + length;
  }

  private void ended(ByteBuf all, int at, ServerConnection server) {
    var ended = answer;
    answer = null;
    body = null;
    boolean more = at < all.writerIndex();
    if (more) {
      router.toClient(all.readRetainedSlice(at - all.readerIndex()));
      all.release();
    } else {
      pass(all, at);
    }
    events.answered(server, ended.closes() || more, ended.bindsIdentity());
  }

  /** Passes on what was followed, and keeps the rest. */
  private void pass(ByteBuf all, int end) {
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
}
