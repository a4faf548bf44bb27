package dev.devsession.proxy.http1;

import dev.devsession.proxy.intercept.InterceptedPort;
import dev.devsession.proxy.relay.EarlyBytes;
import dev.devsession.proxy.relay.RelayRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
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
public final class Http1Router {

  private enum State {
    OPEN,
    TUNNEL,
    FINISHING,
    OVER
  }

  /** How long a client may take to read the last answer and close, before a reset could take the answer from it. */
  private static final long LINGER_SECONDS = 5;

  private final RelayRegistry relays;
  private final EventLoop loop;
  private final ClientSocket client;
  private final Http1Exchanges exchanges;
  private final CloseRequest closeRequest = new CloseRequest();
  private final Http1ClientConnection connection;
  private State state = State.OPEN;
  /** Null unless in a tunnel. */
  private ServerConnection tunnelled;
  private boolean clientEnded;
  /** For the client to close; else null. */
  private Future<?> linger;

  private Http1Router(SocketChannel client, InterceptedPort port, RelayRegistry relays) {
    this.relays = relays;
    loop = client.eventLoop();
    this.client = new ClientSocket(client, this);
    exchanges = new Http1Exchanges(this, this.client, port, loop);
    connection = new Http1ClientConnection(this, exchanges, port, closeRequest);
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
    relays.add(router.connection);
    client.pipeline().addLast(router.client);
    router.exchanges.useOriginal(original);
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
      case OPEN -> exchanges.received(bytes);
      case TUNNEL -> tunnelled.write(bytes);
      default -> bytes.release();
    }
  }

  void clientEnded() {
    clientEnded = true;
    switch (state) {
      case OPEN -> exchanges.passClientEnd();
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

  boolean isOpen() {
    return state == State.OPEN;
  }

  boolean hasClientEnded() {
    return clientEnded;
  }

  boolean isClientWritable() {
    return client.isWritable();
  }

  /** Whether to ask the client to close with this answer; not if it already waits for another one. */
  boolean asksToClose() {
    return closeRequest.isMade() && !exchanges.hasWaiting();
  }

  void toClient(ByteBuf bytes) {
    closeRequest.bytesPassed();
    client.write(bytes);
  }

  void flushClient() {
    client.flush();
  }

  void flushServer() {
    if (state == State.TUNNEL) {
      tunnelled.flush();
    } else {
      exchanges.flushServer();
    }
  }

  /** Neither side reads faster than the other writes. */
  void updateReading() {
    switch (state) {
      case OPEN -> exchanges.updateReading();
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

  /** Passes bytes both ways from now on. */
  void tunnel(ServerConnection server) {
    state = State.TUNNEL;
    tunnelled = server;
    var early = exchanges.leaveFor(server);
    if (early != null) {
      server.write(early);
      server.flush();
    }
    if (clientEnded) {
      server.finish();
    }
    updateReading();
  }

  boolean isTunnelTo(ServerConnection server) {
    return tunnelled == server;
  }

  void tunnelEnded(boolean byReset) {
    if (byReset) {
      reset();
    } else {
      client.finish();
      closeIfEnded();
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

  /** Sends FIN to the client after what was written, and drops what it still sends. */
  void finish() {
    if (state != State.OPEN) {
      return;
    }
    state = State.FINISHING;
    exchanges.close();
    client.finish();
    updateReading();
    linger = loop.schedule(this::reset, LINGER_SECONDS, TimeUnit.SECONDS);
  }

  /** Resets all sides immediately. Does nothing when the connection is over. */
  void reset() {
    if (state == State.OVER) {
      return;
    }
    exchanges.resetServer();
    if (tunnelled != null) {
      tunnelled.reset();
    }
    over();
    client.reset();
  }

  private void over() {
    state = State.OVER;
    if (linger != null) {
      linger.cancel(false);
    }
    exchanges.close();
    relays.remove(connection);
  }
}
