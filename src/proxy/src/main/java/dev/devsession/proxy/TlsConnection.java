package dev.devsession.proxy;

import dev.devsession.proxy.intercept.ConnectionTls;
import dev.devsession.proxy.intercept.InterceptedPort;
import dev.devsession.proxy.relay.ClientConnection;
import dev.devsession.proxy.relay.RelayRegistry;
import dev.devsession.proxy.tls.ClientHello;
import dev.devsession.proxy.tls.ClientTls;
import dev.devsession.proxy.tls.ServerTls;
import dev.devsession.tunnel.socket.Sockets;
import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * A client's connection during its TLS handshake. The original is asked first which of the client's protocols it
 * speaks, so that the client gets what it gets without a proxy; if the original is away, the client's first choice
 * is taken. What is decrypted afterwards is a connection like others.
 */
final class TlsConnection implements ClientConnection {

  /** For all of it. */
  private static final long HANDSHAKE_SECONDS = 15;
  /** What a client gets that offers it while the original is away. */
  private static final List<String> ROUTED = List.of("h2", "http/1.1");

  private final SocketChannel client;
  private final InterceptedPort port;
  private final RelayRegistry relays;
  private String serverName;
  /** Empty: none. */
  private String protocol = "";
  /** To the original; null: it isn't asked yet. */
  private Future<SocketChannel> original;
  private Future<?> timeout;
  private boolean over;
  private boolean closeRequested;
  private long closeRequestedNanos;

  private TlsConnection(SocketChannel client, InterceptedPort port, RelayRegistry relays) {
    this.client = client;
    this.port = port;
    this.relays = relays;
  }

  /**
   * Takes over a client's channel, without a handler of others and not reading.
   *
   * @param first what was read on it, at least the beginning of a ClientHello; taken over
   */
  static void start(SocketChannel client, ByteBuf first, SSLContext key, InterceptedPort port, RelayRegistry relays)
      throws Exception {
    var connection = new TlsConnection(client, port, relays);
    relays.add(connection);
    client.closeFuture().addListener(closed -> connection.over());
    connection.timeout = client.eventLoop().schedule(connection::reset, HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    ClientTls.start(client, first, key, connection::askOriginal, connection::secured);
  }

  /** Which of the client's protocols to speak. */
  private Future<String> askOriginal(ClientHello hello) {
    var loop = client.eventLoop();
    Promise<String> chosen = loop.newPromise();
    serverName = hello.serverName();
    original = ConnectionTls.begin(new ServerTls(serverName, hello.protocols()), port, loop);
    original.addListener((Future<SocketChannel> secured) -> {
      protocol = secured.isSuccess()
          ? ServerTls.chosenProtocol(secured.getNow())
          : hello.protocols().stream().filter(ROUTED::contains).findFirst().orElse("");
      chosen.setSuccess(protocol);
    });
    return chosen;
  }

  private void secured() {
    if (over) {
      return;
    }
    over = true;
    timeout.cancel(false);
    relays.remove(this);
    var asked = new ServerTls(serverName, protocol.isEmpty() ? List.of() : List.of(protocol));
    InterceptedConnection.start(client, port.over(new ConnectionTls(asked, original, client)), relays);
    if (closeRequested) {
      relays.requestClose(port);
    }
  }

  /** The client has gone, or its handshake has failed. */
  private void over() {
    if (!over) {
      over = true;
      timeout.cancel(false);
      relays.remove(this);
      if (original != null) {
        original.addListener((Future<SocketChannel> unused) -> {
          if (unused.isSuccess()) {
            Sockets.reset(unused.getNow());
          }
        });
      }
    }
  }

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
    return System.nanoTime() - closeRequestedNanos - withdrawNanos >= drainNanos;
  }

  @Override
  public boolean isKnownIdle(long withdrawNanos) {
    return false;
  }

  @Override
  public void reset() {
    Sockets.reset(client);
  }
}
