package dev.devsession.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The size of the benchmark. Each Service has a Deployment; each session swaps one Service.
 *
 * @param rounds how often a single session is measured
 * @param idleSeconds how long the idle operator is watched
 */
record Size(int sessions, int services, int namespaces, int rounds, int idleSeconds) {
  static final Size FULL = new Size(1000, 5000, 50, 15, 60);

  /**
   * The full size, except for the options given as {@code NAME=NUMBER}.
   *
   * @throws IllegalArgumentException naming the option that is wrong
   */
  static Size of(String... options) {
    Map<String, Integer> given = Arrays.stream(options).map(o -> o.split("=", 2))
        .collect(Collectors.toMap(o -> o[0], o -> number(o)));
    var size = new Size(or(given, "sessions", FULL.sessions), or(given, "services", FULL.services),
        or(given, "namespaces", FULL.namespaces), or(given, "rounds", FULL.rounds),
        or(given, "idleSeconds", FULL.idleSeconds));
    if (!given.isEmpty() || size.sessions > size.services) {
      throw new IllegalArgumentException("expected sessions= (not more than services), services=, namespaces=, rounds= "
          + "and idleSeconds=, each with a positive number; got " + String.join(" ", options));
    }
    return size;
  }

  private static int or(Map<String, Integer> given, String name, int otherwise) {
    var value = given.remove(name);
    return value == null ? otherwise : value;
  }

  private static int number(String[] option) {
    try {
      return Math.max(1, Integer.parseInt(option[option.length - 1]));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("no number in " + String.join("=", option), e);
    }
  }
}
