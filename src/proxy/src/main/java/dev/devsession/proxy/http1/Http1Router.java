package dev.devsession.proxy.http1;

import dev.devsession.proxy.intercept.AwayReason;
import dev.devsession.proxy.intercept.HeldBytes;
import dev.devsession.proxy.intercept.InterceptedPort;
import dev.devsession.proxy.intercept.MachineAwayException;
import dev.devsession.proxy.relay.ClientConnection;
import dev.devsession.proxy.relay.EarlyBytes;
import dev.devsession.proxy.relay.RelayRegistry;
import dev.devsession.proxy.routes.SessionRoute;
import dev.devsession.proxy.routes.Target;
import dev.devsession.tunnel.socket.RelayHandler;
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

  /** How long a connection carries no bytes before it counts as idle. */
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  /** How long a client may take to send a head after its first byte. */
  private static final long HEAD_SECONDS = 30;
  /** How long a client may take to read the last answer and close, before a reset could take the answer from it. */
  private static final long LINGER_SECONDS = 5;

  private static final MachineAwayException LOST = new MachineAwayException(AwayReason.LOST,
      "its machine took the connection and ended it before anything of an answer");

  private final InterceptedPort port;
  private final RelayRegistry relays;
  private final EventLoop loop;
  private final Client client;
  private final ServerConnections servers;
  private final MirrorConnections mirrors;
  private final HeadEnd headEnd = HeadEnd.ofRequests();
  private final HeadFields fields = HeadFields.ofThread();
  private State state = State.OPEN;
  /** Null between exchanges. */
  private Http1Exchange exchange;
  /** Null unless in a tunnel. */
  private ServerConnection tunnelled;
  /** Bytes of the client that wait for the end of their head or of an exchange; else null. */
  private ByteBuf held;
  private boolean clientEnded;
  private boolean closeRequested;
  private long closeRequestedNanos;
  private long lastBytesNanos = System.nanoTime();
  /** For a head that is incomplete, or for the client to close; else null. */
  private Future<?> timeout;

  private Http1Router(SocketChannel client, InterceptedPort port, RelayRegistry relays) {
    this.port = port;
    this.relays = relays;
    loop = client.eventLoop();
    this.client = new Client(client);
    servers = new ServerConnections(this, port, loop);
    mirrors = new MirrorConnections(port, loop);
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
    router.client.received(early.ofClient());
    router.client.receivedAll();
    if (early.clientEnded()) {
      client.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }
    router.updateReading();
  }

  private final class Client extends RelayHandler {

    Client(SocketChannel socket) {
      super(socket);
    }

    @Override
    protected void received(ByteBuf bytes) {
      lastBytesNanos = System.nanoTime();
      switch (state) {
        case OPEN -> {
          held = HeldBytes.joined(held, bytes);
          process();
        }
        case TUNNEL -> tunnelled.write(bytes);
        default -> bytes.release();
      }
    }

    @Override
    protected void receivedAll() {
      flushServer();
    }

    @Override
    protected void writabilityChanged() {
      updateReading();
    }

    @Override
    protected void inputEnded() {
      clientEnded = true;
      switch (state) {
        case OPEN -> passClientEnd();
        case TUNNEL -> {
          tunnelled.finish();
          closeIfTunnelEnded();
        }
        default -> closeIfEnded();
      }
    }

    @Override
    protected boolean closeIfEnded() {
      if (state == State.TUNNEL) {
        return closeIfTunnelEnded();
      }
      if (state != State.FINISHING || !hasEnded()) {
        return false;
      }
      over();
      close();
      return true;
    }

    @Override
    protected void connectionLost() {
      Http1Router.this.reset();
    }
  }

  // --- requests

  private void process() {
    while (state == State.OPEN && held != null && held.isReadable() && (exchange == null || takesBody())) {
      try {
        if (exchange != null) {
          passBody();
        } else if (!begin()) {
          break;
        }
      } catch (InvalidMessageException e) {
        refuse(e.status(), "This request was refused: " + e.getMessage() + ".");
      }
    }
    if (held != null && !held.isReadable()) {
      held.release();
      held = null;
    }
    if (clientEnded && state == State.OPEN) {
      passClientEnd();
    }
    updateReading();
  }

  private boolean takesBody() {
    return !exchange.requestBody.isComplete();
  }

  private void passBody() throws InvalidMessageException {
    int end = exchange.requestBody.follow(held, held.readerIndex(), held.writerIndex());
    var bytes = take(end - held.readerIndex());
    mirrors.body(bytes, exchange.requestBody.isComplete());
    exchange.server.write(bytes);
    endIfOver();
  }

  /** Begins an exchange if a whole head has come. */
  private boolean begin() throws InvalidMessageException {
    if (!skipEmptyLine()) {
      return false;
    }
    int from = held.readerIndex();
    int length = headEnd.find(held, from);
    if (length < 0) {
      timeout = timeout == null
          ? loop.schedule(this::headOverdue, HEAD_SECONDS, TimeUnit.SECONDS)
          : timeout;
      return false;
    }
    cancelTimeout();
    fields.readStrictly(held, from, length);
    var request = Http1Request.of(fields);
    var body = new MessageBody(request.length(), true);
    // A body is looked at before its head is sent, so most bad ones never reach a server.
    int end = body.follow(held, from + length, held.writerIndex());
    var session = answering(request);
    var mirroring = session == null && !servers.isPinned() ? mirroring(request) : List.<SessionRoute>of();
    ByteBuf bytes = null;
    if (request.upgradeToHttp2()) {
      bytes = H2cUpgrade.removedFrom(fields, request.upgrade(), held.alloc());
      held.skipBytes(length);
      bytes.writeBytes(held, end - held.readerIndex());
    } else {
      bytes = take(end - from);
    }
    exchange = new Http1Exchange(request, body, session);
    mirrors.begin(mirroring, request, bytes, body.isComplete());
    send(servers.of(session), bytes);
    return true;
  }

  /** Null: the original answers, or the server that knows who the client is. */
  private SessionRoute answering(Http1Request request) {
    if (servers.isPinned() || request.line().connect()) {
      port.requestPassed();
      return null;
    }
    return port.answering(new MatchedHead(fields, request.line())).orElse(null);
  }

  private List<SessionRoute> mirroring(Http1Request request) {
    return port.mirroring(new MatchedHead(fields, request.line()));
  }

  private void send(ServerConnection server, ByteBuf bytes) {
    exchange.server = server;
    if (exchange.session != null || server.isKept) {
      exchange.keep(bytes);
    }
    server.write(bytes);
    server.open(); // last, as it may fail at once
  }

  /** Some clients send an empty line after a body (RFC 9112, 2.2). False if it isn't whole. */
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
      return held.isReadable();
    }
    return true;
  }

  /** The next of the held bytes, to be passed on. */
  private ByteBuf take(int bytes) {
    if (bytes == held.readableBytes()) {
      var all = held;
      held = null;
      return all;
    }
    return held.readRetainedSlice(bytes);
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
    } else if (!exchange.requestBody.isComplete() || held == null) {
      exchange.server.finish();
    }
  }

  /** Answers in place of the server, and ends the connection. */
  private void refuse(int status, String text) {
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
    return closeRequested && held == null;
  }

  void answerBegins() {
    exchange.answerBegins();
  }

  void toClient(ByteBuf bytes) {
    lastBytesNanos = System.nanoTime();
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
    if (held != null) {
      server.write(held);
      held = null;
      server.flush();
    }
    if (clientEnded) {
      server.finish();
    }
    updateReading();
  }

  boolean closeIfTunnelEnded() {
    if (state != State.TUNNEL || !client.hasEnded() || !tunnelled.hasEnded()) {
      return false;
    }
    over();
    client.close();
    return true;
  }

  // --- servers that fail

  /** A server could not be reached; it has seen nothing of the request. */
  void notReached(ServerConnection server, List<ByteBuf> unsent, Throwable cause) {
    if (exchange == null || exchange.server != server) {
      unsent.forEach(ByteBuf::release);
      return;
    }
    var session = exchange.session;
    if (session != null && !session.refuseWhenAway()) {
      port.requestFellBack(session, cause);
      exchange.session = null;
      exchange.server = servers.of(null);
      unsent.forEach(exchange.server::write);
      exchange.server.flush();
      exchange.server.open();
      process();
      return;
    }
    unsent.forEach(ByteBuf::release);
    if (session == null) {
      refuse(502, "The Service's own pods don't answer: " + cause.getMessage() + ".");
    } else {
      refuseAway(session, cause);
    }
  }

  private void refuseAway(SessionRoute session, Throwable cause) {
    port.requestRefused(session, cause);
    refuse(503, "Session " + session.session() + " asks for this request and has whenAway: Refuse; "
        + cause.getMessage() + ".");
  }

  /** A server has ended its connection, in order or not. */
  void ended(ServerConnection server, boolean byReset) {
    if (state == State.TUNNEL && tunnelled == server) {
      if (byReset) {
        reset();
      } else {
        client.finish();
        closeIfTunnelEnded();
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
      repeatOrEnd(server, byReset);
    }
  }

  /** Nothing of the answer has come. A request that does no harm is sent once more, to the original. */
  private void repeatOrEnd(ServerConnection server, boolean byReset) {
    var session = exchange.session;
    var again = servers.isPinned(server) ? null : exchange.takeRepeatable();
    server.reset();
    if (again == null) {
      endAsServer(byReset);
    } else if (session != null && session.refuseWhenAway()) {
      again.release();
      refuseAway(session, LOST);
    } else {
      if (session != null) {
        port.requestFellBack(session, LOST);
      }
      exchange.session = null;
      send(servers.of(null), again);
      flushServer();
      updateReading();
    }
  }

  private void endAsServer(boolean byReset) {
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
        client.setReading(exchange == null || (takesBody() ? exchange.server.isWritable() : held == null));
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

  private void flushServer() {
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
    if (held != null) {
      held.release();
      held = null;
    }
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
    closeRequested = true;
    closeRequestedNanos = sinceNanos;
  }

  @Override
  public boolean finishIfIdle(long withdrawNanos, long drainNanos) {
    if (isKnownIdle(withdrawNanos)) {
      finish();
    }
    return System.nanoTime() - closeRequestedNanos - withdrawNanos >= drainNanos;
  }

  @Override
  public boolean isKnownIdle(long withdrawNanos) {
    long now = System.nanoTime();
    return state == State.OPEN && exchange == null && held == null && now - closeRequestedNanos >= withdrawNanos
        && now - lastBytesNanos >= IDLE_NANOS && client.isWritable();
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
