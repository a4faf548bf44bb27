package dev.devsession.proxy.http1;

import dev.devsession.proxy.intercept.InterceptedPort;
import dev.devsession.proxy.routes.SessionRoute;
import dev.devsession.proxy.routes.Target;
import dev.devsession.tunnel.socket.Sockets;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;

/** The connections of one client's: at most one to the original, and one to each session's machine. */
final class ServerConnections {

  private final Http1Router router;
  private final ServerEvents events;
  private final InterceptedPort port;
  private final EventLoop loop;
  private final List<ServerConnection> open = new ArrayList<>(2);
  /** A connection to the original that no request has used yet; null: there is none. */
  private Future<SocketChannel> original;
  /** Has proved who the client is, which holds for this connection alone; null: none has. */
  private ServerConnection pinned;

  ServerConnections(Http1Router router, Http1Exchanges exchanges, InterceptedPort port, EventLoop loop) {
    this.router = router;
    this.port = port;
    this.loop = loop;
    events = new ServerEvents(router, exchanges, this, port);
  }

  /** @param session whose machine answers; null: the original does */
  ServerConnection of(SessionRoute session) {
    if (pinned != null) {
      return pinned;
    }
    for (int i = open.size() - 1; i >= 0; i--) {
      var server = open.get(i);
      if (server.isOver()) {
        open.remove(i);
      } else if (server.isLeft() || server.session != null && !port.isOpenTo(server.session)) {
        server.close();
        open.remove(i);
      } else if (isSame(server.session, session)) {
        return server;
      }
    }
    var server = new ServerConnection(router, events, session, () -> connect(session));
    open.add(server);
    return server;
  }

  private static boolean isSame(SessionRoute one, SessionRoute other) {
    return one == null || other == null
        ? one == other
        : one.session().equals(other.session()) && one.machine().equals(other.machine());
  }

  private Future<SocketChannel> connect(SessionRoute session) {
    if (session != null) {
      return port.connectMachine(loop, session);
    }
    var begun = original;
    original = null;
    boolean usable = begun != null && (!begun.isDone() || begun.isSuccess() && begun.getNow().isActive());
    return usable ? begun : port.connectOriginal(loop);
  }

  /** @param begun a connection to the original that was begun before; null: none was */
  void useOriginal(Future<SocketChannel> begun) {
    original = begun;
  }

  /**
   * Requests don't use the connections through this gateway any more.
   *
   * @param busy may still have to be answered; null: none has
   */
  void leave(Target gateway, ServerConnection busy) {
    for (var server : List.copyOf(open)) {
      if (server.session != null && gateway.equals(server.session.machine().gateway())) {
        server.leave();
        if (server != busy) {
          server.close();
          open.remove(server);
        }
      }
    }
  }

  /** All further requests go to this server. */
  void pin(ServerConnection server) {
    pinned = server;
  }

  boolean isPinned() {
    return pinned != null;
  }

  boolean isPinned(ServerConnection server) {
    return pinned == server;
  }

  /** @param kept null: none is */
  void closeAllBut(ServerConnection kept) {
    for (var server : open) {
      if (server != kept) {
        server.close();
      }
    }
    open.removeIf(server -> server != kept);
    if (original != null) {
      original.addListener((Future<SocketChannel> unused) -> {
        if (unused.isSuccess()) {
          Sockets.reset(unused.getNow());
        }
      });
      original = null;
    }
  }
}
