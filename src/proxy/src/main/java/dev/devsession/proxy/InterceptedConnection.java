package dev.devsession.proxy;

import dev.devsession.proxy.http1.Http1Router;
import dev.devsession.proxy.http2.Http2Router;
import dev.devsession.proxy.intercept.ClientProtocol;
import dev.devsession.proxy.intercept.HeldBytes;
import dev.devsession.proxy.intercept.InterceptedPort;
import dev.devsession.proxy.intercept.SessionShare;
import dev.devsession.proxy.relay.ClientConnection;
import dev.devsession.proxy.relay.EarlyBytes;
import dev.devsession.proxy.relay.Relay;
import dev.devsession.proxy.relay.RelayRegistry;
import dev.devsession.proxy.routes.SessionRoute;
import dev.devsession.proxy.tls.ClientHello;
import dev.devsession.tunnel.socket.Sockets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A client's connection to an intercepted port, or what TLS has decrypted of one, until its protocol is known: by the
 * client's first bytes, or because the server speaks first. Then a router or a relay takes it over.
 */
final class InterceptedConnection extends ChannelInboundHandlerAdapter implements ClientConnection {

  /** A client that is silent for this long may wait for the server to speak. */
  private static final long QUIET_MILLIS = 100;
  /** For the rest of a first line. */
  private static final long LINE_SECONDS = 5;

  private final SocketChannel client;
  private final InterceptedPort port;
  private final RelayRegistry relays;
  private ByteBuf bytes;
  private boolean clientEnded;
  private boolean known;
  private boolean closeRequested;
  private long closeRequestedNanos;
  private Future<?> timer;
  /** Waits for what the original says; null: it isn't asked. */
  private FirstWord original;

  private InterceptedConnection(SocketChannel client, InterceptedPort port, RelayRegistry relays) {
    this.client = client;
    this.port = port;
    this.relays = relays;
  }

  /** Takes over a client's channel, which must not read yet. */
  static void start(SocketChannel client, InterceptedPort port, RelayRegistry relays) {
    var all = port.answeringAll();
    if (all.isPresent()) {
      relay(client, EarlyBytes.ofClient(Unpooled.EMPTY_BUFFER, false), all.get(), port, relays);
      return;
    }
    var connection = new InterceptedConnection(client, port, relays);
    relays.add(connection);
    client.pipeline().addLast(connection);
    connection.timer = client.eventLoop().schedule(connection::quiet, QUIET_MILLIS, TimeUnit.MILLISECONDS);
    client.config().setAutoRead(true);
  }

  private static void relay(SocketChannel client, EarlyBytes early, SessionRoute session, InterceptedPort port,
      RelayRegistry relays) {
    Relay.join(client, early, port.connectWhole(client.eventLoop(), session),
        new SessionShare(port.listening(), session.machine()), relays);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    timer.cancel(false);
    bytes = HeldBytes.joined(bytes, (ByteBuf) message);
    var protocol = ClientProtocol.of(bytes);
    if (protocol.isPresent() && !(protocol.get() == ClientProtocol.TLS && awaitsServerName())) {
      known(protocol.get());
    } else {
      timer = client.eventLoop().schedule(this::unknown, LINE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      clientEnded = true;
      unknown();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    reset();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    reset();
  }

  /** Nothing was said. If a session gets what is unknown, its machine is asked; else the original may speak. */
  private void quiet() {
    if (port.answeringUnknown().isPresent()) {
      unknown();
    } else {
      original = new FirstWord(port.connectOriginal(client.eventLoop()), this::unknown);
    }
  }

  private void known(ClientProtocol protocol) throws Exception {
    switch (protocol) {
      case HTTP1 -> {
        var early = EarlyBytes.ofClient(leave(), clientEnded);
        Http1Router.start(client, early, begun(), port, relays);
      }
      case HTTP2 -> {
        if (original != null) {
          original.drop();
        }
        Http2Router.start(client, leave(), port, relays);
      }
      case TLS -> tls();
      case UNKNOWN -> unknown();
    }
    passRequest();
  }

  private void tls() throws Exception {
    var session = port.asksForServerNames()
        ? ClientHello.ofRecords(bytes).map(ClientHello::serverName).flatMap(port::answeringServerName)
        : Optional.<SessionRoute>empty();
    var key = port.key();
    if (session.isEmpty() && key.isEmpty()) {
      port.tlsPassed();
      unknown();
      return;
    }
    if (original != null) {
      original.drop();
    }
    if (session.isPresent()) {
      relay(client, EarlyBytes.ofClient(leave(), clientEnded), session.get(), port, relays);
    } else {
      TlsConnection.start(client, leave(), key.get(), port, relays);
    }
  }

  /** Whether more of the ClientHello has to come before it is known who answers. */
  private boolean awaitsServerName() {
    return port.asksForServerNames() && ClientHello.ofRecords(bytes).isEmpty();
  }

  private void unknown() {
    if (!known) {
      relay(leave());
      passRequest();
    }
  }

  /** Leaves the channel, which doesn't read any more, to others. Returns what it has read. */
  private ByteBuf leave() {
    known = true;
    timer.cancel(false);
    relays.remove(this);
    client.config().setAutoRead(false);
    client.pipeline().remove(this);
    return bytes == null ? Unpooled.EMPTY_BUFFER : bytes;
  }

  /** Who took the connection over has not seen the request to close. */
  private void passRequest() {
    if (closeRequested) {
      relays.requestClose(port.listening());
    }
  }

  private void relay(ByteBuf first) {
    var session = port.answeringUnknown();
    if (session.isPresent()) {
      relay(client, EarlyBytes.ofClient(first, clientEnded), session.get(), port, relays);
    } else {
      port.requestPassed();
      var begun = begun();
      var early = begun == null
          ? EarlyBytes.ofClient(first, clientEnded)
          : new EarlyBytes(first, clientEnded, original.bytes(), original.hasEnded());
      Relay.join(client, early, begun == null ? port.connectOriginal(client.eventLoop()) : begun, port.listening(),
          relays);
    }
  }

  /** The connection to the original; null if there is none. */
  private Future<SocketChannel> begun() {
    return original == null ? null : original.release();
  }

  @Override
  public boolean isOf(Object route) {
    return port.listening() == route;
  }

  @Override
  public void requestClose(long sinceNanos) {
    closeRequested = true;
    closeRequestedNanos = sinceNanos;
  }

  @Override
  public boolean finishIfIdle(long withdrawNanos, long drainNanos) {
    if (isKnownIdle(withdrawNanos)) {
      over();
      Sockets.close(client);
    }
    return System.nanoTime() - closeRequestedNanos - withdrawNanos >= drainNanos;
  }

  @Override
  public boolean isKnownIdle(long withdrawNanos) {
    return !known && bytes == null && System.nanoTime() - closeRequestedNanos >= withdrawNanos;
  }

  @Override
  public void reset() {
    if (!known) {
      over();
      Sockets.reset(client);
    }
  }

  private void over() {
    known = true;
    timer.cancel(false);
    relays.remove(this);
    if (bytes != null) {
      bytes.release();
    }
    if (original != null) {
      original.drop();
    }
  }
}
