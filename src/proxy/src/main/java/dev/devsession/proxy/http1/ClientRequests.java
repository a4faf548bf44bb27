package dev.devsession.proxy.http1;

import dev.devsession.match.RequestHead;
import dev.devsession.proxy.intercept.HeldBytes;
import io.netty.buffer.ByteBuf;

/** Takes a client's bytes apart into requests. */
final class ClientRequests {

  private final HeadEnd headEnd = HeadEnd.ofRequests();
  private final HeadFields fields = HeadFields.ofThread();
  /** Bytes that wait for the end of their head or of an exchange; else null. */
  private ByteBuf held;

  /** A request whose body may be incomplete. */
  record Begun(Http1Request request, MessageBody body, ByteBuf bytes) {}

  /** Takes over bytes. */
  void add(ByteBuf bytes) {
    held = HeldBytes.joined(held, bytes);
  }

  boolean isEmpty() {
    return held == null;
  }

  /** Begins the next request, whose head {@link #head} shows until more is read; null if its head is incomplete. */
  Begun next() throws InvalidMessageException {
    if (!skipEmptyLine()) {
      return null;
    }
    int from = held.readerIndex();
    int length = headEnd.find(held, from);
    if (length < 0) {
      return null;
    }
    fields.readStrictly(held, from, length);
    var request = Http1Request.of(fields);
    var body = new MessageBody(request.length(), true);
    // A body is looked at before its head is sent, so most bad ones never reach a server.
    int end = body.follow(held, from + length, held.writerIndex());
    if (!request.upgradeToHttp2()) {
      return new Begun(request, body, take(end - from));
    }
    var bytes = H2cUpgrade.removedFrom(fields, request.upgrade(), held.alloc());
    held.skipBytes(length);
    bytes.writeBytes(held, end - held.readerIndex());
    dropIfRead();
    return new Begun(request, body, bytes);
  }

  RequestHead head(Http1Request request) {
    return new MatchedHead(fields, request.line());
  }

  /** What has come of a request's body. */
  ByteBuf nextOf(MessageBody body) throws InvalidMessageException {
    return take(body.follow(held, held.readerIndex(), held.writerIndex()) - held.readerIndex());
  }

  /** All that waits; null if nothing does. */
  ByteBuf takeAll() {
    var all = held;
    held = null;
    return all;
  }

  void release() {
    if (held != null) {
      held.release();
      held = null;
    }
  }

  /** Some clients send an empty line after a body (RFC 9112, 2.2). False if no more has come. */
  private boolean skipEmptyLine() {
    int from = held.readerIndex();
    if (held.getByte(from) != '\r') {
      return true;
    }
    if (held.readableBytes() == 1) {
      return false;
    }
    if (held.getByte(from + 1) == '\n') {
      held.skipBytes(2);
      dropIfRead();
    }
    return held != null;
  }

  private ByteBuf take(int bytes) {
    return bytes == held.readableBytes() ? takeAll() : held.readRetainedSlice(bytes);
  }

  private void dropIfRead() {
    if (!held.isReadable()) {
      release();
    }
  }
}
