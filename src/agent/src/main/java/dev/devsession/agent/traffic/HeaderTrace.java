package dev.devsession.agent.traffic;

import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.Session;
import dev.devsession.agent.session.SessionClient;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
import dev.devsession.console.Terminal;
import dev.devsession.kubeconfig.AttemptedAction;
import dev.devsession.kubeconfig.ChartRole;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Sends one request that carries a session's key, and says how far it came, by the proxies' counters. */
public final class HeaderTrace {
  private static final String ANSWERED_BY = "devsession-answered-by";
  /** Calls that an answer doesn't wait for have come by then, or the counters still move. */
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration BETWEEN = Duration.ofMillis(100);

  private final ClusterContext cluster;
  private final Session session;
  private final Terminal terminal;

  public HeaderTrace(ClusterContext cluster, Session session, Terminal terminal) {
    this.cluster = cluster;
    this.session = session;
    this.terminal = terminal;
  }

  /**
   * Sends it, waits and prints a line per shared Service.
   *
   * @param service that is asked first
   * @param path empty: as the session's rules have it
   * @param port name or number of the Service's port; empty: the first
   * @param to the one Service that counts; empty: any
   * @param limit how long to wait for the answer
   * @return whether the machine got the request
   */
  public boolean run(String service, Optional<String> path, Optional<String> port, Optional<String> to,
      Duration limit) throws InterruptedException {
    var request = TraceRequest.of(session, service, path);
    var entry = ServiceEntry.of(new SessionClient(cluster).services(), cluster.namespace(), service, port);
    var pod = pod(service, entry);
    try (var requests = new PodRequests(cluster)) {
      var counters = new ProxyCounters(cluster, requests, session);
      var before = read(counters);
      if (to.map(name -> !before.byService().containsKey(name)).orElse(before.byService().isEmpty())) {
        throw new AgentException(ExitCode.BAD_INPUT, "session " + session + " shares "
            + to.map(name -> "no Service " + name).orElse("no Service") + " now: see  devsession status "
            + session.name());
      }
      send(requests, pod, request, entry, limit);
      return tell(settled(counters, before), request, to);
    }
  }

  private ServiceEntry.Pod pod(String service, ServiceEntry entry) {
    var pods = cluster.attempt(new AttemptedAction("list pods", "list on pods", ChartRole.DEVELOPER),
        () -> cluster.api().get("/api/v1/namespaces/" + cluster.namespace() + "/pods?labelSelector="
            + URLEncoder.encode(entry.selector(), StandardCharsets.UTF_8)));
    return entry.pod(pods).orElseThrow(() -> new AgentException(ExitCode.NOT_REACHED,
        "no pod of Service " + service + " is ready, so nothing was sent"));
  }

  private void send(PodRequests requests, ServiceEntry.Pod pod, TraceRequest request, ServiceEntry entry,
      Duration limit) throws InterruptedException {
    var trace = TraceContext.random();
    var headers = new HashMap<>(request.key());
    headers.put("host", List.of(entry.host()));
    headers.put("traceparent", List.of(trace.traceparent()));
    terminal.note("sent", "GET http://" + entry.host() + request.target() + " with " + request.words() + "; trace "
        + trace.traceId());
    var start = System.nanoTime();
    try {
      var answer = requests.get(pod.name(), pod.port(), request.target(), headers)
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
      terminal.note("answer", "status " + answer.status() + " after " + (System.nanoTime() - start) / 1_000_000 + " ms"
          + Optional.ofNullable(answer.headers().get(ANSWERED_BY)).map(by -> ", by " + by).orElse(""));
    } catch (TimeoutException e) {
      terminal.warning("answer", "none within " + limit.toSeconds() + " s");
    } catch (ExecutionException e) {
      terminal.warning("answer", "none: " + FailureText.of(e.getCause()));
    }
  }

  /** What was counted since, once the session's own counters have stopped moving. */
  private CountReading settled(ProxyCounters counters, CountReading before) throws InterruptedException {
    var start = System.nanoTime();
    var changed = start;
    var last = read(counters).since(before);
    while (!last.byService().keySet().stream().map(last::of).allMatch(TraceOutcome::isKnown)
        && System.nanoTime() - changed < QUIET.toNanos() && System.nanoTime() - start < LONGEST.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
      var now = read(counters).since(before);
      changed = own(now).equals(own(last)) ? changed : System.nanoTime();
      last = now;
    }
    return last;
  }

  private static List<RequestCounts> own(CountReading reading) {
    return reading.byService().keySet().stream().sorted().map(name -> TraceOutcome.ownOnly(reading.of(name))).toList();
  }

  private boolean tell(CountReading added, TraceRequest request, Optional<String> to) {
    var key = request.key().keySet().stream().collect(Collectors.joining(" and "));
    var reached = false;
    for (var wanted : session.wanted()) {
      if (wanted.shared().isPresent() && added.byService().containsKey(wanted.name())) {
        var outcome = TraceOutcome.of(wanted.name(), wanted.shared().get(), added.of(wanted.name()), key);
        terminal.print(outcome.line());
        reached |= outcome.reached() && to.map(wanted.name()::equals).orElse(true);
      }
    }
    return reached;
  }

  private static CountReading read(ProxyCounters counters) {
    try {
      return counters.read();
    } catch (CompletionException e) {
      throw new AgentException(ExitCode.FAILURE, "the proxies' counters can't be read: "
          + FailureText.of(e.getCause()), e);
    }
  }
}
