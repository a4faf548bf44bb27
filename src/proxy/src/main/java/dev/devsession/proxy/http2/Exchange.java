package dev.devsession.proxy.http2;

import dev.devsession.proxy.intercept.AnsweredBy;
import dev.devsession.proxy.intercept.InterceptedPort;
import dev.devsession.proxy.routes.SessionRoute;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.List;

/**
 * One request and its answer: what comes on one of its two streams goes out on the other.
 *
 * <pre>
 *   WAITING ──────────────▶ OPEN ─────────────▶ over: each stream ends by itself
 *      │  a stream to a      │
 *      │  server is open     │
 *      └─────────────────────┴────────────────▶ OVER: a reset, a lost connection, an answer of the proxy's own
 * </pre>
 *
 * A stream's window opens again only once the other stream has sent what came, so a slow reader pauses only its own
 * writer.
 */
final class Exchange {

  private final Leg client;
  private final HeldMemory memory;
  private final boolean grpc;
  private final boolean head;
  /** Null once a stream to a server is open, or it is over. */
  private HeldRequest held;
  /** The head, if it is all of the request and nothing was answered yet; else null. */
  private Http2Headers repeatable;
  /** Null until then. */
  private Leg server;
  private SessionRoute session;
  /** Whose rules match; null: no session's. */
  private SessionRoute asking;
  private int attempts;
  private List<StreamCopy> copies = List.of();
  private boolean answered;
  private boolean over;

  Exchange(Leg client, HeldMemory memory, Http2Headers head, boolean last) {
    this.client = client;
    this.memory = memory;
    held = new HeldRequest(memory, head, last);
    repeatable = last ? head : null;
    grpc = OwnAnswer.isGrpc(head);
    this.head = "HEAD".contentEquals(head.method());
    client.join(this);
  }

  /** Who is to answer; null: the original. */
  SessionRoute session() {
    return session;
  }

  /** Chooses who is to answer; null: the original. */
  void sendTo(SessionRoute chosen) {
    session = chosen;
    asking = asking == null ? chosen : asking;
  }

  /** Gives them what else comes of the request. */
  void copyTo(List<StreamCopy> begun) {
    copies = begun;
  }

  /** Counts how often a connection was lost that it waited for. */
  int countAttempt() {
    return ++attempts;
  }

  boolean isOver() {
    return over;
  }

  /** No stream to the server can be opened yet. */
  void waitForServer() {
    held.waitForServer();
    if (memory.isFull()) {
      refuse(Http2Error.REFUSED_STREAM);
    }
  }

  /** Opens a stream to the server and passes on what has come. Returns whether the connection can carry it. */
  boolean open(Http2Peer to) {
    var opened = to.openStream(held.head(), held.isHeadOnly());
    if (opened == null) {
      return false;
    }
    server = opened;
    opened.join(this);
    var request = held;
    held = null;
    for (var next = request.removeData(); next != null; next = request.removeData()) {
      pass(client, server, next, request.isAtEnd());
    }
    request.release();
    if (request.trailers() != null) {
      server.sendHeaders(request.trailers(), true);
    }
    return true;
  }

  /**
   * Takes the request back from a server that has answered nothing, to be sent again. Returns whether it may be.
   *
   * @param seen whether the server may have carried it out
   */
  boolean takeBack(boolean seen) {
    if (over || repeatable == null || seen && !InterceptedPort.isSafe(repeatable.method())) {
      return false;
    }
    held = new HeldRequest(memory, repeatable, true);
    server = null;
    return true;
  }

  /** Whether a server's stream has nothing more to do with it. */
  private boolean isLeft(Leg leg) {
    return over || leg != client && leg != server;
  }

  /** Informational heads, the answer's head, or trailers of either. */
  void headersReceived(Leg from, Http2Headers headers, boolean last) throws Http2Exception {
    if (isLeft(from)) {
      return;
    }
    if (from == client) {
      copies.forEach(copy -> copy.trailersReceived(headers));
      if (server == null) {
        held.add(headers);
      } else {
        server.sendHeaders(headers, true);
      }
      return;
    }
    boolean informational = !answered && headers.status() != null && headers.status().charAt(0) == '1';
    if (informational && last) {
      throw from.broken("an informational answer can't be the last");
    }
    if (!informational && !answered) {
      answered = true;
      repeatable = null;
      var answeredBy = AnsweredBy.value(asking, session);
      if (answeredBy != null) {
        headers.add(AnsweredBy.NAME, answeredBy);
      }
    }
    client.sendHeaders(headers, last);
  }

  /** The bytes stay the caller's. */
  void dataReceived(Leg from, ByteBuf bytes, boolean last) throws Http2Exception {
    if (from == client && !over) {
      copies.forEach(copy -> copy.dataReceived(bytes, last));
    }
    var to = from == client ? server : client;
    if (isLeft(from)) {
      from.returnToWindow(bytes.readableBytes());
    } else if (from == server && !answered) {
      throw from.broken("DATA before the head of the answer");
    } else if (to != null && to.keepsUp()) {
      pass(from, to, bytes.retain(), last);
    } else if (memory.isFull()) {
      from.returnToWindow(bytes.readableBytes());
      refuse(Http2Error.ENHANCE_YOUR_CALM);
    } else if (to == null) {
      held.add(client.copy(bytes), last);
    } else {
      pass(from, to, to.copy(bytes), last);
    }
  }

  private void pass(Leg from, Leg to, ByteBuf bytes, boolean last) {
    int count = bytes.readableBytes();
    memory.hold(count);
    to.sendData(bytes, last).addListener(sent -> {
      memory.hold(-count);
      from.returnToWindow(count);
    });
  }

  void resetReceived(Leg from, long code) {
    if (isLeft(from)) {
      return;
    }
    if (from == client) {
      copies.forEach(StreamCopy::requestCancelled);
    }
    markOver();
    if (from == client) {
      release();
      cancelServer(code);
    } else if (from.isEnded()) {
      client.resetAfterSent(code); // the answer is whole; the server only wants no more of the request
    } else {
      client.reset(code);
    }
  }

  /** This end has reset a stream, for what its peer did. */
  void resetSent(Leg leg, long code) {
    if (isLeft(leg)) {
      return;
    }
    markOver();
    if (leg == client) {
      release();
      cancelServer(Http2Error.CANCEL.code());
    } else {
      client.reset(code);
    }
  }

  private void markOver() {
    over = true;
    copies.forEach(StreamCopy::requestEnded);
  }

  private void cancelServer(long code) {
    if (server != null) {
      server.reset(code);
    }
  }

  private void release() {
    if (held != null) {
      held.release();
      held = null;
    }
  }

  /** The client's connection has ended. */
  void clientLost() {
    markOver();
    release();
  }

  /** The connection to the server has ended, or doesn't take the stream. */
  void serverLost(Http2Error code) {
    if (over) {
      return;
    }
    if (code != Http2Error.REFUSED_STREAM && grpc && !answered) {
      fail(502, "the connection to the server was lost");
      return;
    }
    markOver();
    if (server.isEnded()) {
      if (!client.isEnded()) {
        client.resetAfterSent(Http2Error.NO_ERROR.code());
      }
    } else {
      client.reset(code.code());
    }
  }

  /** Answers in the server's stead. Nothing must have been answered yet. */
  void fail(int status, String why) {
    if (over) {
      return;
    }
    markOver();
    release();
    OwnAnswer.send(client, grpc, head, status, why);
    if (!client.isEnded()) {
      client.resetAfterSent(Http2Error.NO_ERROR.code());
    }
  }

  /** Ends the exchange on both sides. */
  void refuse(Http2Error code) {
    if (!over) {
      markOver();
      release();
      client.reset(code.code());
      cancelServer(Http2Error.CANCEL.code());
    }
  }
}
