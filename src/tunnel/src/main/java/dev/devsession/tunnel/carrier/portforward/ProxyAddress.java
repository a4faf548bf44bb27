package dev.devsession.tunnel.carrier.portforward;

import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import java.net.SocketAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * A proxy between this machine and the API server.
 *
 * @param user with a password, if the proxy requires one
 */
public record ProxyAddress(Kind kind, String host, int port, Optional<User> user) {

  /** The protocol of the proxy. */
  public enum Kind {
    /** HTTP CONNECT. */
    HTTP,
    /** HTTP CONNECT within TLS; its certificate is checked like the API server's, as kubectl does it. */
    HTTPS,
    SOCKS5
  }

  public record User(String name, String password) {
    @Override
    public String toString() {
      return name;
    }
  }

  ProxyHandler handler(SocketAddress address) {
    String name = user.map(User::name).orElse(null);
    String password = user.map(User::password).orElse(null);
    return switch (kind) {
      case SOCKS5 -> new Socks5ProxyHandler(address, name, password);
      case HTTP, HTTPS -> name == null ? new HttpProxyHandler(address) : new HttpProxyHandler(address, name, password);
    };
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + "://" + host + ":" + port;
  }
}
