package dev.devsession.proxy.http1;

import dev.devsession.proxy.intercept.InterceptedPort;
import dev.devsession.proxy.routes.SessionRoute;
import dev.devsession.proxy.routes.Target;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.util.List;

/**
 * The exchanges of one client's connection, one after the other: reads a request, chooses who answers it, and sends it
 * there and its copies to those who mirror it.
 */
final class Http1Exchanges {

  private final Http1Router router;
  private final ClientSocket client;
  private final InterceptedPort port;
  private final ServerConnections servers;
  private final MirrorConnections mirrors;
  private final HeadTimeout headTimeout;
  private final ClientRequests requests = new ClientRequests();
  /** Null between exchanges. */
  private Http1Exchange exchange;

  Http1Exchanges(Http1Router router, ClientSocket client, InterceptedPort port, EventLoop loop) {
    this.router = router;
    this.client = client;
    this.port = port;
    servers = new ServerConnections(router, this, port, loop);
    mirrors = new MirrorConnections(port, loop);
    headTimeout = new HeadTimeout(loop, this::headOverdue);
  }

  /** @param begun a connection to the original that was begun before; null: none was */
  void useOriginal(Future<SocketChannel> begun) {
    servers.useOriginal(begun);
  }

  /** Takes over bytes from the client. */
  void received(ByteBuf bytes) {
    requests.add(bytes);
    process();
  }

  private void process() {
    while (router.isOpen() && !requests.isEmpty() && (exchange == null || takesBody())) {
      try {
        if (exchange != null) {
          var bytes = requests.nextOf(exchange.requestBody);
          mirrors.body(bytes, exchange.requestBody.isComplete());
          exchange.server.write(bytes);
          endIfOver();
        } else if (!begin()) {
          break;
        }
      } catch (InvalidMessageException e) {
        refuse(e.status(), "This request was refused: " + e.getMessage() + ".");
      }
    }
    if (router.hasClientEnded() && router.isOpen()) {
      passClientEnd();
    }
    router.updateReading();
  }

  private boolean takesBody() {
    return !exchange.requestBody.isComplete();
  }

  /** Begins an exchange if a whole head has come. */
  private boolean begin() throws InvalidMessageException {
    var begun = requests.next();
    if (begun == null) {
      if (!requests.isEmpty()) {
        headTimeout.headBegun();
      }
      return false;
    }
    headTimeout.cancel();
    exchange = new Http1Exchange(begun.request(), begun.body(), answering(begun.request()));
    mirrors.begin(mirroring(begun.request()), begun.request(), begun.bytes(), begun.body().isComplete());
    send(servers.of(exchange.session), begun.bytes());
    return true;
  }

  /** Null: the original answers, or the server that knows who the client is. */
  private SessionRoute answering(Http1Request request) {
    if (servers.isPinned() || request.line().connect()) {
      port.requestPassed();
      return null;
    }
    return port.answering(requests.head(request)).orElse(null);
  }

  /** The sessions that get a copy: of requests that the original answers, without regard to who the client is. */
  private List<SessionRoute> mirroring(Http1Request request) {
    return exchange.session == null && !servers.isPinned() ? port.mirroring(requests.head(request)) : List.of();
  }

  private void send(ServerConnection server, ByteBuf bytes) {
    exchange.server = server;
    if (exchange.session != null || server.isKept) {
      exchange.keep(bytes);
    }
    server.write(bytes);
    server.open(); // last, as it may fail at once
  }

  /** Takes over the current request's bytes. */
  void sendToOriginal(List<ByteBuf> bytes) {
    var server = servers.of(null);
    exchange.server = server;
    if (server.isKept) {
      exchange.keep(bytes.getFirst());
    }
    bytes.forEach(server::write);
    server.flush();
    server.open();
    process();
  }

  private void headOverdue() {
    if (router.isOpen() && exchange == null) {
      refuse(408, "This request was refused: its head didn't come within " + HeadTimeout.SECONDS + " s.");
    }
  }

  /** Answers in place of the server, and ends the connection. */
  void refuse(int status, String text) {
    if (exchange != null && exchange.answerBegun) {
      router.reset();
      return;
    }
    boolean toHead = exchange != null && exchange.request.head();
    resetServer();
    client.write(OwnHttp1Answer.of(status, text, toHead, true));
    router.finish();
  }

  /** The server gets FIN when no further request can come, as without a proxy between. */
  void passClientEnd() {
    if (exchange == null) {
      router.finish();
    } else if (!exchange.requestBody.isComplete() || requests.isEmpty()) {
      exchange.server.finish();
    }
  }

  /** The current exchange's answer is complete, and the connection stays open. */
  void answered() {
    endIfOver();
    process();
  }

  private void endIfOver() {
    if (exchange.isOver()) {
      var server = exchange.server;
      end();
      server.flush();
      server.setReading(true);
    }
  }

  private void end() {
    if (exchange != null) {
      exchange.release();
      exchange = null;
    }
  }

  /** Null between exchanges. */
  Http1Exchange current() {
    return exchange;
  }

  /** Whether the current request is this server's, answered or not. */
  boolean isOf(ServerConnection server) {
    return exchange != null && exchange.server == server;
  }

  boolean isIdle() {
    return exchange == null && !hasWaiting();
  }

  /** Whether bytes of the client's wait for their head's end or for the exchange's. */
  boolean hasWaiting() {
    return !requests.isEmpty();
  }

  /** Neither side reads faster than the other writes, and the client not before its bytes can go somewhere. */
  void updateReading() {
    client.setReading(exchange == null || (takesBody() ? exchange.server.isWritable() : requests.isEmpty()));
    if (exchange != null) {
      exchange.server.setReading(client.isWritable());
    }
  }

  void flushServer() {
    if (exchange != null) {
      exchange.server.flush();
    }
  }

  /** A server that has proved the client's identity stays what it is. */
  void leave(Target gateway) {
    if (!servers.isPinned()) {
      servers.leave(gateway, exchange == null ? null : exchange.server);
    }
  }

  /** Ends all but the connection to this server; returns the bytes that wait, null if none do. */
  ByteBuf leaveFor(ServerConnection server) {
    servers.closeAllBut(server);
    mirrors.clientGone();
    end();
    return requests.takeAll();
  }

  void resetServer() {
    if (exchange != null) {
      exchange.server.reset();
    }
  }

  /** Ends all, in order. */
  void close() {
    headTimeout.cancel();
    mirrors.clientGone();
    end();
    requests.release();
    servers.closeAllBut(null);
  }
}
