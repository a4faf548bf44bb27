package dev.devsession.proxy;

import dev.devsession.proxy.settings.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The proxy's settings.
 *
 * @param routesFile     where the routes are
 * @param healthPort     TCP port of the health endpoints, on all addresses
 * @param connectTimeout for each address of a target
 * @param withdraw       how long the proxy at least accepts connections after SIGTERM
 * @param drain          how long open connections may last after that
 */
record ProxySettings(Path routesFile, int healthPort, Duration connectTimeout, Duration withdraw, Duration drain) {

  /**
   * Reads the settings from environment variables.
   *
   * @throws IllegalArgumentException naming the variable, its value and what is expected
   */
  static ProxySettings from(Map<String, String> variables) {
    var env = new Environment(variables);
    return new ProxySettings(Path.of(env.text("DEVSESSION_ROUTES", "/etc/devsession/routes.properties")),
        env.number("DEVSESSION_HEALTH_PORT", 9901, 1, 65535),
        Duration.ofMillis(env.number("DEVSESSION_CONNECT_TIMEOUT_MS", 3000, 1, 600_000)),
        Duration.ofSeconds(env.number("DEVSESSION_WITHDRAW_SECONDS", 5, 0, 3600)),
        Duration.ofSeconds(env.number("DEVSESSION_DRAIN_SECONDS", 20, 0, 3600)));
  }
}
