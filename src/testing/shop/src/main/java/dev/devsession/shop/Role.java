package dev.devsession.shop;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The shop's services: default port, greeting, and the next service that each calls. */
public enum Role {

  WEB(8080, "welcome to the shop", new Upstream("orders", "ORDERS_URL", "http://orders:8081/")),

  ORDERS(8081, "3 orders are open", new Upstream("stock", "STOCK_URL", "http://stock:8082/")),

  STOCK(8082, "7 of each are left", null);

  private record Upstream(String name, String variable, String url) {}

  final int port;

  final String greeting;

  private final Upstream upstream;

  Role(int port, String greeting, Upstream upstream) {
    this.port = port;
    this.greeting = greeting;
    this.upstream = upstream;
  }

  /** The service that this one calls, at the URL that the environment names. Empty for the last one in the chain. */
  Optional<Service> upstream(Map<String, String> environment) {
    return Optional.ofNullable(upstream)
        .map(up -> new Service(up.name, URI.create(environment.getOrDefault(up.variable, up.url))));
  }

  static Role of(String word) {
    return Arrays.stream(values()).filter(role -> role.toString().equals(word)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no service \"" + word + "\"; expected one of "
            + Arrays.stream(values()).map(Role::toString).collect(Collectors.joining(", "))));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Another service of the shop and where it answers. */
  public record Service(String name, URI url) {}
}
