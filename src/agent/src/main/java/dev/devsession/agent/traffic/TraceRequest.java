package dev.devsession.agent.traffic;

import dev.devsession.agent.session.Session;
import dev.devsession.agent.session.Session.Wanted;
import dev.devsession.agent.session.SharedTraffic;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.match.ExampleRequest;
import dev.devsession.match.MatchSyntax;
import dev.devsession.match.RuleSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A GET that carries what a session's rules ask for. Pure.
 *
 * @param target path and query
 * @param key the header fields that its Services' rules ask for, by name; empty if they take every connection
 */
record TraceRequest(String target, Map<String, List<String>> key) {
  private static final String GET = "GET";

  /**
   * @param service that is asked, whether the session shares it or not
   * @param path as typed; empty: one that the Service's rules ask for, or {@code /}
   * @throws AgentException if no GET can match, or this path's doesn't
   */
  static TraceRequest of(Session session, String service, Optional<String> path) {
    var key = new LinkedHashMap<String, LinkedHashSet<String>>();
    var target = "/";
    for (var wanted : session.wanted()) {
      var traffic = wanted.shared().filter(t -> !t.all());
      if (traffic.isPresent()) {
        var example = example(wanted, traffic.get());
        example.headers().forEach((name, values) -> key.computeIfAbsent(name, n -> new LinkedHashSet<>())
            .addAll(values));
        target = wanted.name().equals(service) ? example.target() : target;
      }
    }
    var request = new TraceRequest(path.orElse(target), key.entrySet().stream().collect(Collectors
        .toMap(Map.Entry::getKey, e -> List.copyOf(e.getValue()), (a, b) -> a, LinkedHashMap::new)));
    session.wanted().stream().filter(w -> w.name().equals(service)).flatMap(w -> w.shared().stream())
        .filter(t -> !t.all()).findFirst().ifPresent(t -> request.requireMatch(service, t));
    return request;
  }

  private static ExampleRequest example(Wanted wanted, SharedTraffic traffic) {
    return traffic.rules().stream().map(ExampleRequest::of).flatMap(Optional::stream)
        .filter(e -> e.method().equals(GET)).findFirst()
        .orElseThrow(() -> new AgentException(ExitCode.BAD_INPUT, "no GET can be made up that matches " + rules(traffic)
            + " of Service " + wanted.name() + ": send a request yourself, and see  devsession status"));
  }

  private void requireMatch(String service, SharedTraffic traffic) {
    if (!RuleSet.of(traffic.rules()).matches(new ExampleRequest(GET, target, key))) {
      throw new AgentException(ExitCode.BAD_INPUT,
          "GET " + target + " doesn't match what the session asks for of Service "
              + service + ": " + rules(traffic));
    }
  }

  private static String rules(SharedTraffic traffic) {
    return traffic.rules().stream().map(MatchSyntax::write).collect(Collectors.joining(" or "));
  }

  /** Such as {@code baggage: devsession=ada}. */
  String words() {
    return key.isEmpty()
        ? "no header: the session takes every connection"
        : key.entrySet().stream().flatMap(e -> e.getValue().stream().map(v -> e.getKey() + ": " + v))
            .collect(Collectors.joining(", "));
  }
}
