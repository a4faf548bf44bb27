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

  /**
   * Reads a routes file: a Java properties file of one {@code LISTEN_PORT=HOST:PORT} per line, without escapes and
   * continued lines. An IPv6 address stands in brackets. Blank lines and lines that start with {@code #} or {@code !} are
   * skipped.
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
      var problem = add(line, routes, healthPort);
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
  private static String add(String line, Map<Integer, Target> routes, int healthPort) {
    int equals = line.indexOf('=');
    if (equals < 0) {
      return "expected LISTEN_PORT=HOST:PORT, got \"" + line + '"';
    }
    var key = line.substring(0, equals).strip();
    int listenPort = port(key);
    if (listenPort < 0) {
      return "expected a port from 1 to 65535 before the =, got \"" + key + '"';
    }
    if (listenPort == healthPort) {
      return "port " + listenPort + " is the health port (DEVSESSION_HEALTH_PORT); choose another for one of them";
    }
    var value = line.substring(equals + 1).strip();
    int colon = value.lastIndexOf(':');
    int port = colon < 0 ? -1 : port(value.substring(colon + 1));
    if (port < 0) {
      return "expected HOST:PORT after the =, PORT from 1 to 65535, got \"" + value + '"';
    }
    var host = HostSyntax.unbracketed(value.substring(0, colon));
    if (host == null) {
      return "expected an IPv4 address, an IPv6 address in brackets or a DNS name as host, got \""
          + value.substring(0, colon) + '"';
    }
    return routes.putIfAbsent(listenPort, new Target(host, port)) == null
        ? null
        : "port " + listenPort + " has a route already; expected each port once";
  }

  /** The port that the text says, or -1. */
  private static int port(String text) {
    int port = 0;
    for (int i = 0; i < text.length() && port <= 65535; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      port = port * 10 + digit;
    }
    return port >= 1 && port <= 65535 ? port : -1;
  }
}
