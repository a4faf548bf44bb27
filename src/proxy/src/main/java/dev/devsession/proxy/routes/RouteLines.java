package dev.devsession.proxy.routes;

import dev.devsession.match.RequestRule;
import dev.devsession.match.RuleLine;
import dev.devsession.match.RuleSet;
import dev.devsession.proxy.routes.SessionRoute.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** The lines of a routes file that were read so far; each method that reads one says what is wrong with it. */
final class RouteLines {

  private static final String ORIGINAL = "original ";
  private static final String VIA = " via ";
  private static final String TLS = " tls ";
  private static final Pattern RULE_KEY = Pattern.compile("(?<session>.+)\\.match\\.[0-9]+");
  private static final Pattern SESSION = Pattern
      .compile("(?<target>.+) (?<role>matching|all|mirror|mirror-unsafe)(?<refuse> refuse)?(?<header> answer-header)?");

  private final int healthPort;
  private final Map<Integer, Destination> ports = new TreeMap<>();
  /** By port and name, the oldest first. */
  private final Map<Integer, Map<String, SessionLine>> sessions = new TreeMap<>();

  /** @param number of the line in its file */
  private record SessionLine(int number, Target machine, Role role, boolean refuse, boolean header,
      List<RequestRule> rules) {}

  RouteLines(int healthPort) {
    this.healthPort = healthPort;
  }

  /** @throws IllegalArgumentException saying what is expected */
  void add(String line, int number) {
    int equals = line.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException("expected LISTEN_PORT=HOST:PORT, got \"" + line + '"');
    }
    var key = line.substring(0, equals).strip();
    var value = line.substring(equals + 1).strip();
    int dot = key.indexOf('.');
    int port = listenPort(dot < 0 ? key : key.substring(0, dot));
    if (dot < 0) {
      addPort(port, value);
      return;
    }
    var name = key.substring(dot + 1);
    var rule = RULE_KEY.matcher(name);
    if (rule.matches()) {
      addRule(port, rule.group("session"), value);
    } else {
      addSession(port, name, value, number);
    }
  }

  private int listenPort(String text) {
    int port = Target.port(text);
    if (port < 0) {
      throw new IllegalArgumentException("expected a port from 1 to 65535 before the =, got \"" + text + '"');
    }
    if (port == healthPort) {
      throw new IllegalArgumentException(
          "port " + port + " is the health port (DEVSESSION_HEALTH_PORT); choose another for one of them");
    }
    return port;
  }

  private void addPort(int port, String value) {
    Destination destination = value.startsWith(ORIGINAL)
        ? original(value.substring(ORIGINAL.length()).strip())
        : target(value);
    if (ports.putIfAbsent(port, destination) != null) {
      throw new IllegalArgumentException("port " + port + " has a route already; expected each port once");
    }
  }

  private static Intercept original(String value) {
    int tls = value.indexOf(TLS);
    return tls < 0
        ? new Intercept(Target.parse(value), List.of())
        : new Intercept(Target.parse(value.substring(0, tls).strip()),
            Path.of(value.substring(tls + TLS.length()).strip()),
            List.of());
  }

  private void addSession(int port, String name, String value, int number) {
    var parts = SESSION.matcher(value);
    if (name.isEmpty() || !parts.matches()) {
      throw new IllegalArgumentException(
          "expected LISTEN_PORT.SESSION=TARGET matching, all, mirror or mirror-unsafe, and perhaps "
              + "refuse and answer-header, got \"" + value + '"');
    }
    var line = new SessionLine(number, target(parts.group("target")), role(parts.group("role")),
        parts.group("refuse") != null, parts.group("header") != null, new ArrayList<>());
    if (sessions.computeIfAbsent(port, _ -> new LinkedHashMap<>()).putIfAbsent(name, line) != null) {
      throw new IllegalArgumentException(
          "port " + port + " has a line of session " + name + " already; expected each session once");
    }
  }

  private static Role role(String word) {
    return Role.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private void addRule(int port, String name, String value) {
    var session = sessions.getOrDefault(port, Map.of()).get(name);
    if (session == null) {
      throw new IllegalArgumentException("expected the line " + port + "." + name + "=TARGET ROLE before its rules");
    }
    var rule = RuleLine.parse(value);
    RuleSet.of(List.of(rule)); // so that the error names the rule's own line
    session.rules().add(rule);
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

  /** @param problems gets the number of a line, and what is wrong with it */
  Map<Integer, Destination> destinations(BiConsumer<Integer, String> problems) {
    sessions.forEach((port, lines) -> {
      if (ports.get(port) instanceof Intercept(var original, var keyFolder, var _)) {
        lines.forEach((name, line) -> {
          if (line.rules().isEmpty() && line.role() != Role.ALL) {
            problems.accept(line.number(), "expected a line " + port + "." + name + ".match.1=RULE after it");
          }
        });
        ports.put(port, new Intercept(original, keyFolder, lines.entrySet().stream().map(RouteLines::route).toList()));
      } else {
        lines.values().forEach(line -> problems.accept(line.number(),
            "expected a line " + port + "=original HOST:PORT, since sessions share the port"));
      }
    });
    return Collections.unmodifiableMap(ports);
  }

  private static SessionRoute route(Map.Entry<String, SessionLine> session) {
    var line = session.getValue();
    return new SessionRoute(session.getKey(), line.machine(), line.role(), line.refuse(), line.header(),
        RuleSet.of(line.rules()));
  }
}
