package dev.devsession.tunnel.stream;

import dev.devsession.tunnel.socket.Sockets;
import io.netty.channel.socket.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections for which no stream can be opened yet, because the other end allows no more. They wait in their order
 * until another one ends; what they send waits in the kernel. Those beyond a limit are reset.
 */
final class WaitingSockets {

  /** A connection that waits, and where it leads. */
  record Waiting(SocketChannel socket, String authority) {}

  private static final Logger LOG = LoggerFactory.getLogger(WaitingSockets.class);
  private static final int MOST = 2048;

  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private boolean told;
  private boolean refusalTold;

  /** Takes over a socket, which reads no more. @param open how many streams are open */
  void add(SocketChannel socket, String authority, int open) {
    if (waiting.size() < MOST) {
      socket.config().setAutoRead(false);
      socket.pipeline().addLast(new HeldReads());
      waiting.add(new Waiting(socket, authority));
      told = tell(told, "{} connections are open; more wait until one of them ends", open);
    } else {
      Sockets.reset(socket);
      refusalTold = tell(refusalTold, "{} connections wait for one of those that are open to end; more are reset",
          MOST);
    }
  }

  private static boolean tell(boolean told, String text, int count) {
    if (!told) {
      LOG.warn(text, count);
    }
    return true;
  }

  /** The one that has waited longest and is still open; null if none waits. */
  Waiting next() {
    var next = waiting.poll();
    while (next != null && !next.socket().isActive()) {
      next = waiting.poll();
    }
    if (next == null) {
      told = false;
      refusalTold = false;
    }
    return next;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  void resetAll() {
    while (!waiting.isEmpty()) {
      Sockets.reset(waiting.poll().socket());
    }
  }
}
