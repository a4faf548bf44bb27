package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.api.v1alpha1.Traffic;
import dev.devsession.api.v1alpha1.WhenAway;
import dev.devsession.match.RuleLine;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The routes of proxies that share a Service between the original and sessions: every TCP port leads to the original,
 * and in the ports that a session names, to its machine what it asks for. Pure.
 *
 * @param listenPorts the container ports, each with the port of the twin that leads to the original
 * @param sessions the claims that are served, the oldest first, with their routes
 * @param refused why others can't be served
 * @param tlsSecret the Secret with the proxies' key; empty: they have none
 */
record SharedRoutes(Map<Integer, Integer> listenPorts, Map<Claim, List<Route>> sessions,
    Map<Claim, ReasonedMessage> refused, Optional<String> tlsSecret) {
  /**
   * @param service with the selector of its owners
   * @param workloads those whose pods it selects
   */
  static SharedRoutes of(Service service, List<Workload> workloads, List<Claim> claims) {
    var listenPorts = new LinkedHashMap<Integer, Integer>();
    TwinService.tcp(service)
        .forEach(p -> listenPorts.putIfAbsent(Ports.sharedTargetPort(p, workloads), p.getPort()));
    var sessions = new LinkedHashMap<Claim, List<Route>>();
    var refused = new LinkedHashMap<Claim, ReasonedMessage>();
    for (var claim : claims) {
      var problem = refusal(claim, service, workloads)
          .or(() -> TlsSecret.refusal(service.getMetadata().getName(), claim, claims));
      if (problem.isPresent()) {
        refused.put(claim, problem.get());
      } else {
        sessions.put(claim, ((Ports.Routed) Ports.routeShared(claim, service, workloads)).routes());
      }
    }
    return new SharedRoutes(listenPorts, sessions, refused, TlsSecret.name(claims));
  }

  /** Why the claim can't be served; empty: it can. */
  static Optional<ReasonedMessage> refusal(Claim claim, Service service, List<Workload> workloads) {
    var rules = RequestRules.problem(claim)
        .map(p -> ConditionMessage.MatchInvalid.with(service.getMetadata().getName(), p));
    if (rules.isPresent()) {
      return rules;
    }
    return Ports.routeShared(claim, service, workloads) instanceof Ports.Unroutable(var why)
        ? Optional.of(why)
        : TlsPorts.refusal(claim, service, workloads);
  }

  /** The proxies' routes file. @param twin address of the Service that leads to the original */
  String file(String twin) {
    var file = new StringBuilder();
    listenPorts.forEach((listen, port) -> {
      file.append(listen).append("=original ").append(Route.bracketed(twin)).append(':').append(port)
          .append(tls(listen)).append('\n');
      sessions.forEach((claim, routes) -> routes.stream().filter(r -> r.listenPort() == listen)
          .forEach(route -> append(file, claim, route)));
    });
    return file.toString();
  }

  /** The key, on ports of sessions that name it. */
  private String tls(int listenPort) {
    var isNamed = sessions.entrySet().stream().anyMatch(
        s -> s.getKey().tls() != null && s.getValue().stream().anyMatch(r -> r.listenPort() == listenPort));
    return isNamed ? " tls " + TlsSecret.folder(tlsSecret.orElseThrow()) : "";
  }

  private static void append(StringBuilder file, Claim claim, Route route) {
    var key = route.listenPort() + "." + claim.session();
    var role = role(claim);
    file.append(key).append('=').append(route.target()).append(' ').append(role)
        .append(claim.whenAway() == WhenAway.Refuse && claim.mode() == SwapMode.Intercept ? " refuse" : "")
        .append("matching".equals(role) && Boolean.TRUE.equals(claim.answerHeader()) ? " answer-header" : "")
        .append('\n');
    var rules = "all".equals(role) ? List.<String>of() : lines(claim);
    for (var i = 0; i < rules.size(); i++) {
      file.append(key).append(".match.").append(i + 1).append('=').append(rules.get(i)).append('\n');
    }
  }

  private static List<String> lines(Claim claim) {
    return RequestRules.of(claim).stream().map(RuleLine::write).toList();
  }

  private static String role(Claim claim) {
    if (claim.mode() == SwapMode.Mirror) {
      return Boolean.TRUE.equals(claim.unsafe()) ? "mirror-unsafe" : "mirror";
    }
    return claim.traffic() == Traffic.All ? "all" : "matching";
  }
}
