package dev.devsession.kubeconfig;

import dev.devsession.tunnel.carrier.portforward.ProxyAddress;
import dev.devsession.tunnel.carrier.portforward.ProxyAddress.Kind;
import io.fabric8.kubernetes.client.Config;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Which proxy leads to an API server: that of the kubeconfig, else that of the environment, as for kubectl. */
final class ProxyChoice {

  private ProxyChoice() {}

  /** That of a configuration which {@link KubeconfigGaps} has filled; empty also if what is set is no such URL. */
  static Optional<ProxyAddress> of(Config config) {
    try {
      URI server = URI.create(config.getMasterUrl());
      String url = ofEnvironment(server, config);
      boolean direct = url == null || url.isBlank() || server.getHost() == null
          || isExcepted(host(server), config.getNoProxy());
      return direct ? Optional.empty() : Optional.of(parse(url.strip()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Sets what kubectl would use; the client library takes the environment's also for this machine itself. */
  static void set(Config config, String configured) {
    URI server = URI.create(config.getMasterUrl());
    if (configured != null && !configured.isBlank()) {
      config.setHttpsProxy(configured.strip());
      config.setHttpProxy(configured.strip());
      config.setNoProxy(null);
    } else if (server.getHost() != null && isLocal(host(server))) {
      config.setHttpsProxy(null);
      config.setHttpProxy(null);
    }
  }

  private static String host(URI server) {
    return server.getHost().replaceAll("[\\[\\]]", "");
  }

  /** What the environment sets for a server of this scheme. */
  static String ofEnvironment(URI server, Config config) {
    return "http".equalsIgnoreCase(server.getScheme()) ? config.getHttpProxy() : config.getHttpsProxy();
  }

  /**
   * The proxy to use, if any.
   *
   * @param configured
   *          {@code proxy-url}, or null
   * @param environment
   *          {@code HTTPS_PROXY} or {@code HTTP_PROXY}, or null; not for a host that is in {@code except} or is this
   *          machine
   * @throws IllegalArgumentException
   *           with a message for people, if it is no such URL
   */
  static Optional<ProxyAddress> of(String host, String configured, String environment, String[] except) {
    if (configured != null && !configured.isBlank()) {
      return Optional.of(parse(configured.strip()));
    }
    boolean direct = environment == null || environment.isBlank() || isLocal(host) || isExcepted(host, except);
    return direct ? Optional.empty() : Optional.of(parse(environment.strip()));
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
