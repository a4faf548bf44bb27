package dev.devsession.agent.traffic;

import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.Session;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.console.FailureText;
import dev.devsession.console.TerminalLine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** How many requests came to the machine, or why that isn't known. Never fails. */
public sealed interface TrafficReport {
  /** @param byService of those Services of the session that are shared now */
  record Counted(Map<String, RequestCounts> byService) implements TrafficReport {}

  /** @param why in short */
  record Unknown(String why) implements TrafficReport {}

  /** States in which a Service leads to the proxies, and the session's rules are in force. */
  Set<String> SHARED = Set.of(ConditionReason.Intercepted.name(), ConditionReason.Mirrored.name());

  /** @param limit how long it may take in all */
  static TrafficReport read(ClusterContext cluster, Session session, Duration limit) throws InterruptedException {
    var shared = session.services().stream().filter(s -> SHARED.contains(s.state())).map(s -> s.name()).toList();
    if (shared.isEmpty()) {
      return new Counted(Map.of());
    }
    var reading = new CompletableFuture<CountReading>();
    // On a thread of its own: a request to a server that is away takes longer than a person waits.
    Thread.ofPlatform().daemon().name("devsession-counters").start(() -> {
      try (var requests = new PodRequests(cluster)) {
        reading.complete(new ProxyCounters(cluster, requests, session).read());
      } catch (RuntimeException e) {
        reading.completeExceptionally(e);
      }
    });
    try {
      var read = reading.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return new Counted(shared.stream().filter(read.byService()::containsKey)
          .collect(Collectors.toMap(name -> name, read::of)));
    } catch (TimeoutException e) {
      return new Unknown("the proxies' counters didn't come within " + limit.toMillis() + " ms");
    } catch (ExecutionException e) {
      return new Unknown("the proxies' counters can't be read: " + FailureText.of(e.getCause()));
    }
  }

  /** A line per Service in the session's order, or one that says why there are none. */
  default List<TerminalLine> lines(Session session) {
    return switch (this) {
      case Counted(var byService) -> session.wanted().stream().filter(w -> byService.containsKey(w.name()))
          .map(w -> TerminalLine.note(w.name(), CountWords.of(byService.get(w.name()),
              w.shared().filter(s -> s.mirror()).isPresent())))
          .toList();
      case Unknown(var why) -> List.of(TerminalLine.note("requests", "not known: " + why));
    };
  }
}
