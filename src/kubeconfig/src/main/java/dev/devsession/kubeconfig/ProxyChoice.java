package dev.devsession.kubeconfig;

import dev.devsession.tunnel.carrier.portforward.ProxyAddress;
import dev.devsession.tunnel.carrier.portforward.ProxyAddress.Kind;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Which proxy leads to an API server: that of the kubeconfig, else that of the environment, as for kubectl. */
final class ProxyChoice {

  private ProxyChoice() {}

  /**
   * The proxy to use, if any.
   *
   * @param configured
   *          {@code proxy-url}, or null
   * @param environment
   *          {@code HTTPS_PROXY}, or null; doesn't count for a host that is in {@code except} or is this machine
   * @throws IllegalArgumentException
   *           with a message for people, if it is no such URL
   */
  static Optional<ProxyAddress> of(String host, String configured, String environment, String[] except) {
    if (configured != null && !configured.isBlank()) {
      return Optional.of(parse(configured.strip()));
    }
    if (environment == null || environment.isBlank() || isLocal(host) || isExcepted(host, except)) {
      return Optional.empty();
    }
    return Optional.of(parse(environment.strip()));
  }

  private static boolean isLocal(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
  }

  /** Entries are {@code *}, an address, or a domain with or without a leading dot. */
  private static boolean isExcepted(String host, String[] except) {
    if (except != null) {
      for (String entry : except) {
        String domain = entry.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "");
        if (entry.strip().equals("*")
            || !domain.isEmpty()
                && (host.equals(domain) || host.endsWith("." + domain) || Subnet.contains(domain, host))) {
          return true;
        }
      }
    }
    return false;
  }

  private static ProxyAddress parse(String url) {
    URI proxy = URI.create(url.contains("://") ? url : "http://" + url);
    Kind kind = switch (String.valueOf(proxy.getScheme()).toLowerCase(Locale.ROOT)) {
      case "http" -> Kind.HTTP;
      case "https" -> Kind.HTTPS;
      case "socks5", "socks5h" -> Kind.SOCKS5;
      default -> throw new IllegalArgumentException("the proxy " + url + " must be http, https or socks5");
    };
    if (proxy.getHost() == null) {
      throw new IllegalArgumentException("the proxy " + url + " must name a host");
    }
    int port = proxy.getPort() > 0 ? proxy.getPort() : switch (kind) {
      case HTTP -> 80;
      case HTTPS -> 443;
      case SOCKS5 -> 1080;
    };
    Optional<ProxyAddress.User> user = Optional.ofNullable(proxy.getUserInfo()).map(info -> info.split(":", 2))
        .map(parts -> new ProxyAddress.User(parts[0], parts.length > 1 ? parts[1] : ""));
    return new ProxyAddress(kind, proxy.getHost().replaceAll("[\\[\\]]", ""), port, user);
  }
}
