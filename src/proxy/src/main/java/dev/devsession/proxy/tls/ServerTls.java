package dev.devsession.proxy.tls;

import dev.devsession.tunnel.socket.Sockets;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * TLS towards a server, as one client has asked for it. The server's certificate isn't verified: the pods' Service and
 * the session's tunnel say who it is.
 *
 * @param serverName null: none; one that TLS can't carry becomes null
 * @param protocols for ALPN; empty: none
 */
public record ServerTls(String serverName, List<String> protocols) {

  private static final SSLContext TRUSTING = trusting();

  public ServerTls {
    serverName = hostName(serverName) == null ? null : serverName;
    protocols = List.copyOf(protocols);
  }

  /** Null if it isn't one that TLS could carry. */
  private static SNIHostName hostName(String name) {
    try {
      return name == null ? null : new SNIHostName(name.getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * Begins TLS on a connection that was dialed and reads nothing yet.
   *
   * @param most for the handshake
   * @return the same channel, which reads nothing decrypted yet; reset if the handshake fails
   */
  public Future<SocketChannel> secure(EventLoop loop, Future<SocketChannel> dialed, Duration most) {
    Promise<SocketChannel> secured = loop.newPromise();
    dialed.addListener((Future<SocketChannel> connected) -> {
      if (connected.isSuccess()) {
        handshake(connected.getNow(), secured, most);
      } else {
        secured.setFailure(connected.cause());
      }
    });
    return secured;
  }

  private void handshake(SocketChannel socket, Promise<SocketChannel> secured, Duration most) {
    var tls = new SslHandler(engine());
    tls.setHandshakeTimeoutMillis(most.toMillis());
    tls.handshakeFuture().addListener((Future<Channel> done) -> {
      if (done.isSuccess()) {
        secured.setSuccess(socket);
      } else {
        Sockets.reset(socket);
        secured.setFailure(done.cause());
      }
    });
    DecryptedReads.addTo(socket.pipeline(), tls);
    if (!socket.isActive()) {
      socket.close();
      return;
    }
    socket.pipeline().context(tls).read();
  }

  private SSLEngine engine() {
    var engine = TRUSTING.createSSLEngine();
    engine.setUseClientMode(true);
    var parameters = engine.getSSLParameters();
    if (serverName != null) {
      parameters.setServerNames(List.of(hostName(serverName)));
    }
    parameters.setApplicationProtocols(protocols.toArray(String[]::new));
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** The protocol that the server has chosen; empty: none. */
  public static String chosenProtocol(SocketChannel secured) {
    var chosen = secured.pipeline().get(SslHandler.class).engine().getApplicationProtocol();
    return chosen == null ? "" : chosen;
  }

  private static SSLContext trusting() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has TLS", e);
    }
  }
}
