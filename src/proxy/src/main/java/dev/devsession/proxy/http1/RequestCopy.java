package dev.devsession.proxy.http1;

import dev.devsession.proxy.intercept.CopyBudget;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A copy of a request for a machine that doesn't answer it, byte for byte as the client sends it. A copy that the
 * machine doesn't take fast enough is given up: it never makes the request wait.
 */
final class RequestCopy {

  /** Why a copy was given up that the machine takes too slowly. */
  private static final String SLOW = "slow";

  final Http1Request request;
  private final MirrorConnection connection;
  private final CopyBudget.Share budget;
  private final Queue<ByteBuf> waiting = new ArrayDeque<>(1);
  private boolean complete;
  private boolean over;
  private boolean sending;

  RequestCopy(Http1Request request, MirrorConnection connection, CopyBudget.Share budget) {
    this.request = request;
    this.connection = connection;
    this.budget = budget;
  }

  /** Whether the client has sent all of it. */
  boolean isComplete() {
    return complete;
  }

  /** Whether it was given up. */
  boolean isOver() {
    return over;
  }

  /** More of the request. The bytes stay the caller's. */
  void received(ByteBuf bytes, boolean last) {
    if (over) {
      return;
    }
    int count = bytes.readableBytes();
    if (!budget.take(count)) {
      giveUp(SLOW);
      return;
    }
    complete = last;
    waiting.add(bytes.alloc().buffer(count).writeBytes(bytes, bytes.readerIndex(), count));
    if (sending) {
      send();
    }
  }

  /** The connection is its own from now on. */
  void send() {
    sending = true;
    while (!waiting.isEmpty()) {
      var next = waiting.poll();
      int count = next.readableBytes();
      connection.write(next).addListener(written -> budget.giveBack(count));
    }
  }

  /** The client sends no more of the request. */
  void requestEnded() {
    if (!over && !complete) {
      end();
    }
  }

  /** @param reason as a metric's label */
  void giveUp(String reason) {
    if (!over) {
      connection.lost(reason);
      end();
    }
  }

  private void end() {
    drop();
    connection.ended(this);
  }

  /** Takes no more of it. */
  void drop() {
    over = true;
    while (!waiting.isEmpty()) {
      var next = waiting.poll();
      budget.giveBack(next.readableBytes());
      next.release();
    }
  }
}
