package dev.devsession.proxy.routes;

import java.util.Map;

/**
 * Which port leads where.
 *
 * @param byListenPort never empty, in the order of the ports
 */
public record Routes(Map<Integer, Destination> byListenPort) {

  /**
   * Reads a routes file: a Java properties file without escapes and continued lines, in which an IPv6 address stands in
   * brackets. Blank lines and lines that start with {@code #} or {@code !} are skipped. Each port has either one line
   * that sends all connections to one place,
   *
   * <pre>
   * LISTEN_PORT=TARGET
   * </pre>
   *
   * with {@code HOST:PORT} as TARGET, or {@code HOST_PORT via HOST:PORT} for a port on the machine behind a gateway; or
   * it is intercepted:
   *
   * <pre>
   * LISTEN_PORT=original HOST:PORT [tls FOLDER]
   * LISTEN_PORT.SESSION=TARGET ROLE [refuse]
   * LISTEN_PORT.SESSION.match.N=RULE
   * </pre>
   *
   * with {@code matching}, {@code all} or {@code mirror} as ROLE, and RULE as {@link dev.devsession.match.RuleLine}
   * says. FOLDER holds {@code tls.crt} and {@code tls.key} for clients that speak TLS, whose requests are routed too;
   * without it their connections are passed on whole. The order of the session lines is that of their age, the
   * oldest first.
   *
   * @param healthPort the one port that no route may listen on
   * @throws InvalidRoutesException naming every bad line
   */
  public static Routes parse(String text, int healthPort) throws InvalidRoutesException {
    var problems = new StringBuilder();
    var lines = new RouteLines(healthPort);
    var all = text.split("\n", -1);
    for (int i = 0; i < all.length; i++) {
      var line = all[i].strip();
      if (line.isEmpty() || line.charAt(0) == '#' || line.charAt(0) == '!') {
        continue;
      }
      try {
        lines.add(line, i + 1);
      } catch (IllegalArgumentException e) {
        note(problems, i + 1, e.getMessage());
      }
    }
    var routes = lines.destinations((number, problem) -> note(problems, number, problem));
    if (!problems.isEmpty()) {
      throw new InvalidRoutesException(problems.toString());
    }
    if (routes.isEmpty()) {
      throw new InvalidRoutesException("no route: expected at least one line LISTEN_PORT=HOST:PORT");
    }
    return new Routes(routes);
  }

  private static void note(StringBuilder problems, int line, String problem) {
    problems.append(problems.isEmpty() ? "" : "; ").append("line ").append(line).append(": ").append(problem);
  }
}
