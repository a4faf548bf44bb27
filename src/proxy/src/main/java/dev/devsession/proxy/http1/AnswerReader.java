package dev.devsession.proxy.http1;

import dev.devsession.proxy.intercept.AnsweredBy;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * Follows a server's answers and passes them on to the client, unchanged but for fields of the proxy's own, which it
 * puts before the server's.
 */
final class AnswerReader {

  private static final ByteBuf CLOSE = Unpooled.unreleasableBuffer(
      Unpooled.wrappedBuffer("Connection: close\r\n".getBytes(StandardCharsets.US_ASCII))).asReadOnly();

  private final Http1Router router;
  private final ServerEvents events;
  private final HeadEnd headEnd = HeadEnd.ofAnswers();
  private final PartialAnswer partial;
  /** Null between answers. */
  private Http1Answer answer;
  private MessageBody body;

  AnswerReader(Http1Router router, ServerEvents events) {
    this.router = router;
    this.events = events;
    partial = new PartialAnswer(router);
  }

  boolean isUntilClose() {
    return body != null && body.endsWithConnection();
  }

  boolean hasPartial() {
    return !partial.isEmpty();
  }

  void passPartial() {
    partial.passAll();
  }

  void release() {
    partial.release();
  }

  /** Takes over bytes that the server sent while it has a request to answer. */
  void received(ByteBuf bytes, ServerConnection server) {
    var all = partial.join(bytes);
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
            partial.pass(all, all.writerIndex());
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
      partial.pass(all, all.writerIndex());
      return;
    }
    partial.pass(all, at);
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
    if (head.status() != 0) {
      addFields(all, at + fields.fieldsAt(), router.asksToClose() && !head.switches(request), events.answeredBy());
    }
    if (head.switches(request)) {
      router.tunnel(server);
      return at + length;
    }
    answer = head;
    body = new MessageBody(head.length(), false);
    return at + length;
  }

  /** @param answeredBy null: not said */
  private void addFields(ByteBuf all, int fieldsAt, boolean close, String answeredBy) {
    if (close || answeredBy != null) {
      router.toClient(all.readRetainedSlice(fieldsAt - all.readerIndex()));
    }
    if (close) {
      router.toClient(CLOSE.duplicate());
    }
    if (answeredBy != null) {
      router.toClient(Unpooled.copiedBuffer(AnsweredBy.NAME + ": " + answeredBy + "\r\n", StandardCharsets.US_ASCII));
    }
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
      partial.pass(all, at);
    }
    events.answered(server, ended.closes() || more, ended.bindsIdentity());
  }
}
