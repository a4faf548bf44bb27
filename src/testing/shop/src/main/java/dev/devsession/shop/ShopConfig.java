package dev.devsession.shop;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of one process of the shop.
 *
 * @param role which service it is
 * @param port TCP port to listen on; 0 lets the system choose
 * @param by who answers, as written into each answer
 * @param greeting what it says in each answer
 * @param upstream the service that it calls before it answers
 * @param withdraw how long it accepts after SIGTERM, while its endpoint is being withdrawn
 * @param abrupt whether it exits immediately on SIGTERM, without draining
 * @param logged whether it prints a line for each answer
 */
public record ShopConfig(Role role, int port, String by, String greeting, Optional<Role.Service> upstream,
    Duration withdraw, boolean abrupt, boolean logged) {

  static final String USAGE = "usage: shop web|orders|stock [--port NUMBER]";

  /**
   * Reads {@code ROLE [--port NUMBER]} and the variables SHOP_NAME, SHOP_GREETING, SHOP_WITHDRAW_MS, SHOP_ABRUPT,
   * SHOP_LOG, ORDERS_URL and STOCK_URL.
   *
   * @throws IllegalArgumentException with a message for the caller, when an argument is invalid
   */
  public static ShopConfig of(List<String> args, Map<String, String> environment) {
    if (args.size() != 1 && !(args.size() == 3 && args.get(1).equals("--port"))) {
      throw new IllegalArgumentException("got " + args);
    }
    var role = Role.of(args.getFirst());
    return new ShopConfig(role, args.size() == 1 ? role.port : number("--port", args.get(2), 65_535),
        environment.getOrDefault("SHOP_NAME", "local process"),
        environment.getOrDefault("SHOP_GREETING", role.greeting),
        role.upstream(environment),
        Duration.ofMillis(number("SHOP_WITHDRAW_MS", environment.getOrDefault("SHOP_WITHDRAW_MS", "0"), 60_000)),
        "true".equals(environment.get("SHOP_ABRUPT")), "true".equals(environment.get("SHOP_LOG")));
  }

  private static int number(String name, String text, int max) {
    if (text.matches("\\d{1,9}") && Integer.parseInt(text) <= max) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(name + " must be a number from 0 to " + max + ", got \"" + text + "\"");
  }
}
