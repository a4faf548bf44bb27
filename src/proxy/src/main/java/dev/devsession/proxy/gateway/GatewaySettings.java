package dev.devsession.proxy.gateway;

import dev.devsession.proxy.routes.HostSyntax;
import dev.devsession.proxy.settings.Environment;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The gateway's settings.
 *
 * @param session UID of the DevSession that it belongs to
 * @param tunnelPort where agents connect; on 127.0.0.1
 * @param callersPort where swap proxies connect, on all addresses
 * @param healthPort TCP port of the health endpoints, on all addresses
 * @param shortWay where the agent may come by TLS; empty: by port-forward only
 * @param connectTimeout for each address that an agent wants to reach
 */
record GatewaySettings(String session, int tunnelPort, int callersPort, int healthPort,
    Optional<ShortWaySettings> shortWay, Duration connectTimeout, EgressPolicy rules) {

  /**
   * Reads the settings from environment variables.
   *
   * @throws IllegalArgumentException naming the variable, its value and what is expected
   */
  static GatewaySettings from(Map<String, String> variables) {
    var env = new Environment(variables);
    return new GatewaySettings(env.require("DEVSESSION_SESSION", "the UID of a DevSession"),
        env.number("DEVSESSION_TUNNEL_PORT", 9800, 1, 65535), env.number("DEVSESSION_PORT", 9700, 1, 65535),
        env.number("DEVSESSION_HEALTH_PORT", 9901, 1, 65535), shortWay(env),
        Duration.ofMillis(env.number("DEVSESSION_CONNECT_TIMEOUT_MS", 3000, 1, 600_000)),
        new EgressPolicy(
            list(env, "DEVSESSION_NODE_IPS", GatewaySettings::address).stream().collect(Collectors.toUnmodifiableSet()),
            list(env, "DEVSESSION_ALLOW", Cidr::parse)));
  }

  private static Optional<ShortWaySettings> shortWay(Environment env) {
    var paths = list(env, "DEVSESSION_PATHS", Function.identity());
    return paths.isEmpty()
        ? Optional.empty()
        : Optional.of(new ShortWaySettings(env.number("DEVSESSION_TLS_PORT", 9801, 1, 65535),
            addresses(env, paths.contains("PodAddress"), "DEVSESSION_POD_IPS"),
            addresses(env, paths.contains("NodePort"), "DEVSESSION_NODE_IPS")));
  }

  private static List<String> addresses(Environment env, boolean wanted, String name) {
    return wanted ? list(env, name, text -> address(text).getHostAddress()) : List.of();
  }

  private static <T> List<T> list(Environment env, String name, Function<String, T> parse) {
    try {
      return Stream.of(env.text(name, "").split(","))
          .map(String::strip)
          .filter(word -> !word.isEmpty())
          .map(parse)
          .toList();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  private static InetAddress address(String text) {
    var address = HostSyntax.literal(text);
    if (address == null) {
      throw new IllegalArgumentException("expected IP addresses separated by commas, got \"" + text + '"');
    }
    return address;
  }
}
