package dev.devsession.proxy.http1;

import dev.devsession.proxy.routes.SessionRoute;
import io.netty.buffer.ByteBuf;

/** One request and its answer. */
final class Http1Exchange {

  final Http1Request request;
  final MessageBody requestBody;
  /** Whose rules match; null: no session's. */
  final SessionRoute asking;
  /** Whose machine answers; null: the original does. */
  SessionRoute session;
  ServerConnection server;
  /** The whole request, as long as it may be sent a second time; else null. */
  private ByteBuf repeatable;
  boolean answerBegun;
  boolean answerEnded;

  Http1Exchange(Http1Request request, MessageBody requestBody, SessionRoute session) {
    this.request = request;
    this.requestBody = requestBody;
    this.asking = session;
    this.session = session;
  }

  /** @param whole the request, which this shares */
  void keep(ByteBuf whole) {
    if (repeatable == null && request.safe() && request.length() == 0 && !request.upgrade()) {
      repeatable = whole.retainedDuplicate();
    }
  }

  /** The request, to be sent a second time; null if it may not be. */
  ByteBuf takeRepeatable() {
    var taken = repeatable;
    repeatable = null;
    return taken;
  }

  /** The server has seen the request, and the client has seen something of the answer. */
  void answerBegins() {
    answerBegun = true;
    release();
  }

  void release() {
    if (repeatable != null) {
      repeatable.release();
      repeatable = null;
    }
  }

  boolean isOver() {
    return answerEnded && requestBody.isComplete();
  }
}
