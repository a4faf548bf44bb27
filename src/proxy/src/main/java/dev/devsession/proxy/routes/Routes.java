package dev.devsession.proxy.routes;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which port forwards to which target.
 *
 * @param byListenPort never empty, in the order of the ports
 */
public record Routes(Map<Integer, Target> byListenPort) {

  private static final String VIA = " via ";

  /**
   * Reads a routes file: a Java properties file of one {@code LISTEN_PORT=HOST:PORT} per line, or
   * {@code LISTEN_PORT=HOST_PORT via HOST:PORT} for a port on the machine behind a gateway, without escapes and
   * continued lines. An IPv6 address stands in brackets. Blank lines and lines that start with {@code #} or {@code !}
   * are skipped.
   *
   * @param healthPort the one port that no route may listen on
   * @throws InvalidRoutesException naming every bad line
   */
  public static Routes parse(String text, int healthPort) throws InvalidRoutesException {
    var routes = new TreeMap<Integer, Target>();
    var problems = new StringBuilder();
    var lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      var line = lines[i].strip();
      if (line.isEmpty() || line.charAt(0) == '#' || line.charAt(0) == '!') {
        continue;
      }
      var problem = addRoute(line, routes, healthPort);
      if (problem != null) {
        problems.append(problems.isEmpty() ? "" : "; ").append("line ").append(i + 1).append(": ").append(problem);
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidRoutesException(problems.toString());
    }
    if (routes.isEmpty()) {
      throw new InvalidRoutesException("no route: expected at least one line LISTEN_PORT=HOST:PORT");
    }
    return new Routes(Collections.unmodifiableMap(routes));
  }

  /** Adds the route of one line, or says what is wrong with the line. */
  private static String addRoute(String line, Map<Integer, Target> routes, int healthPort) {
    int equals = line.indexOf('=');
    if (equals < 0) {
      return "expected LISTEN_PORT=HOST:PORT, got \"" + line + '"';
    }
    var key = line.substring(0, equals).strip();
    int listenPort = Target.port(key);
    if (listenPort < 0) {
      return "expected a port from 1 to 65535 before the =, got \"" + key + '"';
    }
    if (listenPort == healthPort) {
      return "port " + listenPort + " is the health port (DEVSESSION_HEALTH_PORT); choose another for one of them";
    }
    Target target;
    try {
      target = target(line.substring(equals + 1).strip());
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
    return routes.putIfAbsent(listenPort, target) == null
        ? null
        : "port " + listenPort + " has a route already; expected each port once";
  }

  private static Target target(String text) {
    int via = text.indexOf(VIA);
    if (via < 0) {
      return Target.parse(text);
    }
    int hostPort = Target.port(text.substring(0, via).strip());
    if (hostPort < 0) {
      throw new IllegalArgumentException(
          "expected a port from 1 to 65535 before \"via\", got \"" + text.substring(0, via) + '"');
    }
    return Target.parse(text.substring(via + VIA.length()).strip()).via(hostPort);
  }
}
