package dev.devsession.tunnel.carrier.portforward;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/**
 * An API server and how to reach it, as a kubeconfig describes it.
 *
 * @param server {@code https://host[:port][/path]}; with {@code http} there is no TLS, as for kubectl proxy
 * @param tlsServerName the name in the server's certificate where it isn't the host of {@code server}
 * @param trust whose certificates are accepted
 * @param login gives the credentials
 * @param proxy through which it is reached
 */
public record ApiEndpoint(URI server, Optional<String> tlsServerName, Trust trust, Login login,
    Optional<ProxyAddress> proxy) {

  boolean isEncrypted() {
    return !"http".equalsIgnoreCase(server.getScheme());
  }

  /** Without the brackets of an IPv6 address. */
  String host() {
    return server.getHost().replaceAll("[\\[\\]]", "");
  }

  int port() {
    return server.getPort() > 0 ? server.getPort() : isEncrypted() ? 443 : 80;
  }

  /** Unresolved, because a proxy resolves the name itself. */
  InetSocketAddress serverAddress() {
    return InetSocketAddress.createUnresolved(host(), port());
  }

  /** Where this machine connects to: the proxy, or else the server. */
  InetSocketAddress firstHop() {
    return proxy.map(by -> InetSocketAddress.createUnresolved(by.host(), by.port())).orElseGet(this::serverAddress);
  }

  /** As in messages: the server, and the proxy on the way. */
  @Override
  public String toString() {
    return server + proxy.map(by -> " through the proxy " + by).orElse("");
  }
}
