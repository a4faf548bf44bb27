package dev.devsession.proxy.http1;

import dev.devsession.proxy.intercept.InterceptedPort;
import dev.devsession.proxy.relay.ClientConnection;
import dev.devsession.proxy.relay.EarlyBytes;
import dev.devsession.proxy.relay.RelayRegistry;
import dev.devsession.proxy.routes.SessionRoute;
import dev.devsession.proxy.routes.Target;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One client's connection that speaks HTTP/1.1, whose requests are answered one after the other: the next request is
 * read once the last one's answer is complete, so answers have the order of the requests wherever they come from.
 *
 * <pre>
 *   OPEN ──▶ TUNNEL      another protocol was agreed on; all bytes go both ways
 *     │ ╲        │
 *     │  FINISHING       FIN was sent after the last answer; what still comes is dropped
 *     ▼    ▼     ▼
 *   OVER                 all connections are closed
 * </pre>
 *
 * All bytes are passed on as they came. At most one read of each side waits here.
 */
public final class Http1Router implements ClientConnection {

  private enum State {
    OPEN,
    TUNNEL,
    FINISHING,
    OVER
  }

  /** How long a client may take to send a head after its first byte. */
  private static final long HEAD_SECONDS = 30;
  /** How long a client may take to read the last answer and close, before a reset could take the answer from it. */
  private static final long LINGER_SECONDS = 5;

  private final InterceptedPort port;
  private final RelayRegistry relays;
  private final EventLoop loop;
  private final ClientSocket client;
  private final ServerConnections servers;
  private final MirrorConnections mirrors;
  private final ServerFailures failures;
  private final ClientRequests requests = new ClientRequests();
  private final CloseRequest closeRequest = new CloseRequest();
  private State state = State.OPEN;
  /** Null between exchanges. */
  private Http1Exchange exchange;
  /** Null unless in a tunnel. */
  private ServerConnection tunnelled;
  private boolean clientEnded;
  /** For a head that is incomplete, or for the client to close; else null. */
  private Future<?> timeout;

  private Http1Router(SocketChannel client, InterceptedPort port, RelayRegistry relays) {
    this.port = port;
    this.relays = relays;
    loop = client.eventLoop();
    this.client = new ClientSocket(client, this);
    servers = new ServerConnections(this, port, loop);
    mirrors = new MirrorConnections(port, loop);
    failures = new ServerFailures(this, port);
  }

  /**
   * Takes over a client's channel, without a handler of others.
   *
   * @param early what was read on it
   * @param original a connection to the original that was begun before; null: none was
   */
  public static void start(SocketChannel client, EarlyBytes early, Future<SocketChannel> original, InterceptedPort port,
      RelayRegistry relays) {
    var router = new Http1Router(client, port, relays);
    relays.add(router);
    client.pipeline().addLast(router.client);
    router.servers.useOriginal(original);
    router.fromClient(early.ofClient());
    router.flushServer();
    if (early.clientEnded()) {
      client.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }
    router.updateReading();
  }

  void fromClient(ByteBuf bytes) {
    closeRequest.bytesPassed();
    switch (state) {
      case OPEN -> {
        requests.add(bytes);
        process();
      }
      case TUNNEL -> tunnelled.write(bytes);
      default -> bytes.release();
    }
  }

  void clientEnded() {
    clientEnded = true;
    switch (state) {
      case OPEN -> passClientEnd();
      case TUNNEL -> {
        tunnelled.finish();
        closeIfEnded();
      }
      default -> closeIfEnded();
    }
  }

  /** Closes once nothing is left to send or to come; returns whether it has. */
  boolean closeIfEnded() {
    boolean ended = state == State.FINISHING || state == State.TUNNEL && tunnelled.hasEnded();
    if (!ended || !client.hasEnded()) {
      return false;
    }
    over();
    client.close();
    return true;
  }

  // --- requests

  private void process() {
    while (state == State.OPEN && !requests.isEmpty() && (exchange == null || takesBody())) {
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
    if (clientEnded && state == State.OPEN) {
      passClientEnd();
    }
    updateReading();
  }

  private boolean takesBody() {
    return !exchange.requestBody.isComplete();
  }

  /** Begins an exchange if a whole head has come. */
  private boolean begin() throws InvalidMessageException {
    var begun = requests.next();
    if (begun == null) {
      timeout = timeout == null && !requests.isEmpty()
          ? loop.schedule(this::headOverdue, HEAD_SECONDS, TimeUnit.SECONDS)
          : timeout;
      return false;
    }
    cancelTimeout();
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

  private void headOverdue() {
    timeout = null;
    if (state == State.OPEN && exchange == null) {
      refuse(408, "This request was refused: its head didn't come within " + HEAD_SECONDS + " s.");
    }
  }

  private void cancelTimeout() {
    if (timeout != null) {
      timeout.cancel(false);
      timeout = null;
    }
  }

  /** The server gets FIN when no further request can come, as without a proxy between. */
  private void passClientEnd() {
    if (exchange == null) {
      finish();
    } else if (!exchange.requestBody.isComplete() || requests.isEmpty()) {
      exchange.server.finish();
    }
  }

  /** Answers in place of the server, and ends the connection. */
  void refuse(int status, String text) {
    if (exchange != null && exchange.answerBegun) {
      reset();
      return;
    }
    boolean toHead = exchange != null && exchange.request.head();
    if (exchange != null) {
      exchange.server.reset();
    }
    client.write(OwnHttp1Answer.of(status, text, toHead, true));
    finish();
  }

  // --- answers

  boolean isAnsweredBy(ServerConnection server) {
    return exchange != null && exchange.server == server && !exchange.answerEnded;
  }

  boolean isTunnelTo(ServerConnection server) {
    return tunnelled == server;
  }

  Http1Request request() {
    return exchange.request;
  }

  /** Whether to ask the client to close with this answer; not if it already waits for another one. */
  boolean asksToClose() {
    return closeRequest.isMade() && requests.isEmpty();
  }

  void answerBegins() {
    exchange.answerBegins();
  }

  void toClient(ByteBuf bytes) {
    closeRequest.bytesPassed();
    client.write(bytes);
  }

  void flushClient() {
    client.flush();
  }

  /** The last byte of an answer has been passed on. */
  void answered(ServerConnection server, boolean closes, boolean bindsIdentity) {
    exchange.answerEnded = true;
    server.isKept = true;
    if (bindsIdentity) {
      servers.pin(server);
    }
    if (closes || exchange.request.closes()) {
      finish();
    } else {
      endIfOver();
      process();
      flushServer();
    }
  }

  private void endIfOver() {
    if (exchange.isOver()) {
      var server = exchange.server;
      exchange.release();
      exchange = null;
      server.flush();
      server.setReading(true);
    }
  }

  /** A server has sent bytes that nobody has asked for: what follows can't be trusted to be an answer. */
  void sentUnasked(ServerConnection server) {
    server.reset();
    if (servers.isPinned(server) || exchange != null && exchange.server == server) {
      finish();
    }
  }

  /** Passes bytes both ways from now on. */
  void tunnel(ServerConnection server) {
    state = State.TUNNEL;
    tunnelled = server;
    servers.closeAllBut(server);
    mirrors.clientGone();
    exchange.release();
    exchange = null;
    var early = requests.takeAll();
    if (early != null) {
      server.write(early);
      server.flush();
    }
    if (clientEnded) {
      server.finish();
    }
    updateReading();
  }

  // --- servers that fail

  /** A server could not be reached; it has seen nothing of the request. */
  void notReached(ServerConnection server, List<ByteBuf> unsent, Throwable cause) {
    if (exchange == null || exchange.server != server) {
      unsent.forEach(ByteBuf::release);
      return;
    }
    failures.notReached(exchange, unsent, cause);
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

  /** A server has ended its connection, in order or not. */
  void ended(ServerConnection server, boolean byReset) {
    if (state == State.TUNNEL && tunnelled == server) {
      if (byReset) {
        reset();
      } else {
        client.finish();
        closeIfEnded();
      }
      return;
    }
    if (!isAnsweredBy(server)) {
      server.close();
      if (servers.isPinned(server) || exchange != null && exchange.server == server) {
        finish();
      }
    } else if (!byReset && server.isAnswerUntilClose()) {
      answered(server, true, false);
    } else if (exchange.answerBegun || server.hasPartialAnswer()) {
      server.passPartialAnswer();
      endAsServer(byReset);
    } else {
      failures.notAnswered(exchange, servers.isPinned(server), byReset);
    }
  }

  /** The client sees what the server did. */
  void endAsServer(boolean byReset) {
    if (byReset) {
      client.flush();
      reset();
    } else {
      finish();
    }
  }

  // --- both sides

  /** Neither side reads faster than the other writes, and the client not before its bytes can go somewhere. */
  void updateReading() {
    switch (state) {
      case OPEN -> {
        client.setReading(exchange == null || (takesBody() ? exchange.server.isWritable() : requests.isEmpty()));
        if (exchange != null) {
          exchange.server.setReading(client.isWritable());
        }
      }
      case TUNNEL -> {
        client.setReading(tunnelled.isWritable());
        tunnelled.setReading(client.isWritable());
      }
      case FINISHING -> client.setReading(true);
      default -> {
        // Nothing is read any more.
      }
    }
  }

  void flushServer() {
    if (state == State.TUNNEL) {
      tunnelled.flush();
    } else if (exchange != null) {
      exchange.server.flush();
    }
  }

  /** Sends FIN to the client after what was written, and drops what it still sends. */
  private void finish() {
    if (state != State.OPEN) {
      return;
    }
    state = State.FINISHING;
    release();
    servers.closeAllBut(null);
    client.finish();
    updateReading();
    timeout = loop.schedule(this::reset, LINGER_SECONDS, TimeUnit.SECONDS);
  }

  private void release() {
    cancelTimeout();
    mirrors.clientGone();
    if (exchange != null) {
      exchange.release();
      exchange = null;
    }
    requests.release();
  }

  private void over() {
    state = State.OVER;
    release();
    servers.closeAllBut(null);
    relays.remove(this);
  }

  // --- the end of the port or the proxy

  @Override
  public boolean isOf(Object route) {
    return port == route;
  }

  @Override
  public void requestClose(long sinceNanos) {
    closeRequest.make(sinceNanos);
  }

  @Override
  public boolean finishIfIdle(long withdrawNanos, long drainNanos) {
    if (isKnownIdle(withdrawNanos)) {
      finish();
    }
    return closeRequest.isOverdue(withdrawNanos, drainNanos);
  }

  @Override
  public boolean isKnownIdle(long withdrawNanos) {
    return state == State.OPEN && exchange == null && requests.isEmpty() && client.isWritable()
        && closeRequest.isIdle(withdrawNanos);
  }

  /** A server that has proved the client's identity, or a tunnel, stays what it is. */
  @Override
  public void leave(Target gateway) {
    if (state == State.OPEN && !servers.isPinned()) {
      servers.leave(gateway, exchange == null ? null : exchange.server);
    }
  }

  @Override
  public void reset() {
    if (state == State.OVER) {
      return;
    }
    var lost = exchange == null ? tunnelled : exchange.server;
    if (lost != null) {
      lost.reset();
    }
    over();
    client.reset();
  }
}
