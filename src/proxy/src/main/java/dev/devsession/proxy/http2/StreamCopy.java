package dev.devsession.proxy.http2;

import dev.devsession.proxy.intercept.CopyBudget;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A copy of a request for a machine that doesn't answer it, frame by frame as the client sends it. A copy that the
 * machine doesn't take fast enough is given up: it never makes the request wait.
 */
final class StreamCopy {

  /** Why a copy was given up that the machine takes too slowly. */
  private static final String SLOW = "slow";
  /** What a header field occupies beside its name and value. */
  private static final int FIELD_BYTES = 32;

  private final MirrorLink link;
  private final CopyBudget.Share budget;
  private final Http2Headers head;
  private final int headBytes;
  private final Queue<ByteBuf> waiting = new ArrayDeque<>(0);
  private Http2Headers trailers;
  private boolean complete;
  private boolean over;
  /** Null until the stream is open. */
  private Leg leg;

  StreamCopy(MirrorLink link, CopyBudget.Share budget, Http2Headers head, boolean complete) {
    this.link = link;
    this.budget = budget;
    this.head = head;
    this.complete = complete;
    int bytes = 0;
    for (var field : head) {
      bytes += field.getKey().length() + field.getValue().length() + FIELD_BYTES;
    }
    headBytes = bytes;
  }

  /** Returns whether there is room for it. */
  boolean begin() {
    if (!budget.take(headBytes)) {
      over = true;
      link.lost(SLOW);
    }
    return !over;
  }

  boolean isOver() {
    return over;
  }

  /** Whether the machine got all of it, or won't get more. */
  boolean isSent() {
    return over || leg != null && complete;
  }

  /** Returns whether the connection can carry it. */
  boolean open(Http2Peer peer) {
    var opened = peer.openStream(head, complete && waiting.isEmpty() && trailers == null);
    if (opened == null) {
      return false;
    }
    leg = opened;
    budget.giveBack(headBytes);
    while (!waiting.isEmpty()) {
      var next = waiting.poll();
      send(next, complete && waiting.isEmpty() && trailers == null);
    }
    if (trailers != null) {
      leg.sendHeaders(trailers, true);
    }
    return true;
  }

  /** The bytes stay the caller's. */
  void dataReceived(ByteBuf bytes, boolean last) {
    if (over) {
      return;
    }
    int count = bytes.readableBytes();
    if (!budget.take(count)) {
      giveUp(SLOW);
      return;
    }
    complete |= last;
    var copy = bytes.alloc().buffer(count).writeBytes(bytes, bytes.readerIndex(), count);
    if (leg == null) {
      waiting.add(copy);
    } else {
      send(copy, last);
    }
  }

  private void send(ByteBuf bytes, boolean last) {
    int count = bytes.readableBytes();
    leg.sendData(bytes, last).addListener(sent -> budget.giveBack(count));
  }

  void trailersReceived(Http2Headers last) {
    if (over) {
      return;
    }
    complete = true;
    trailers = last;
    if (leg != null) {
      leg.sendHeaders(last, true);
    }
  }

  /** The client sends no more of the request. */
  void requestEnded() {
    if (!over && !complete) {
      end();
    }
  }

  /** The client has cancelled the request. */
  void requestCancelled() {
    if (!over) {
      end();
    }
  }

  /** @param reason as a metric's label */
  void giveUp(String reason) {
    if (!over) {
      end();
      link.lost(reason);
    }
  }

  private void end() {
    over = true;
    if (leg == null) {
      budget.giveBack(headBytes);
    } else {
      leg.reset(Http2Error.CANCEL.code());
    }
    while (!waiting.isEmpty()) {
      var next = waiting.poll();
      budget.giveBack(next.readableBytes());
      next.release();
    }
  }
}
