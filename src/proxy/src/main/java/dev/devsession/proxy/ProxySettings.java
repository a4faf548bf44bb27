package dev.devsession.proxy;

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
  static ProxySettings from(Map<String, String> env) {
    return new ProxySettings(Path.of(env.getOrDefault("DEVSESSION_ROUTES", "/etc/devsession/routes.properties")),
        number(env, "DEVSESSION_HEALTH_PORT", 9901, 1, 65535),
        Duration.ofMillis(number(env, "DEVSESSION_CONNECT_TIMEOUT_MS", 3000, 1, 600_000)),
        Duration.ofSeconds(number(env, "DEVSESSION_WITHDRAW_SECONDS", 5, 0, 3600)),
        Duration.ofSeconds(number(env, "DEVSESSION_DRAIN_SECONDS", 20, 0, 3600)));
  }

  private static int number(Map<String, String> env, String name, int fallback, int min, int max) {
    var text = env.get(name);
    if (text == null) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new IllegalArgumentException(
        name + "=\"" + text + "\": expected a whole number from " + min + " to " + max + "; unset means " + fallback);
  }
}
