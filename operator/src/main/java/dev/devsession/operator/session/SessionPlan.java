package dev.devsession.operator.session;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Statement;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwappedService;
import dev.devsession.api.v1alpha1.Transport;
import dev.devsession.operator.swap.Resolver;
import dev.devsession.operator.swap.Workloads;
import io.fabric8.kubernetes.api.model.Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which claims a session makes and which it withdraws. Pure. */
final class SessionPlan {
  /**
   * @param put the claims to be written, by Service
   * @param withdraw the Swaps to take this session's claim out of
   */
  record Moves(Map<String, Claim> put, List<Swap> withdraw) {}

  private SessionPlan() {}

  /**
   * The first thing in the spec that can't be served. A session is taken up whole or not at all, so that a mistake in
   * one line doesn't leave half of it swapped.
   */
  static Optional<Statement> refusal(DevSession session, Function<String, Service> services, Workloads workloads) {
    return session.getSpec().services().stream()
        .flatMap(s -> Resolver.refusal(Claims.of(session, s, session.getSpec().transport()), s.name(),
            services.apply(s.name()), workloads).stream())
        .findFirst();
  }

  /**
   * @param wanted whether the session wants its Services now
   * @param reach how proxies reach the machine; empty: it makes no new claims, for they can't or its spec can't be served
   */
  static Moves moves(DevSession session, List<Swap> swaps, boolean wanted, Optional<Transport> reach) {
    var name = session.getMetadata().getName();
    Map<String, SwappedService> listed = wanted
        ? session.getSpec().services().stream().collect(Collectors.toMap(SwappedService::name, s -> s))
        : Map.of();
    var withdraw = swaps.stream()
        .filter(s -> claim(s, name).isPresent() && !listed.containsKey(s.getMetadata().getName())).toList();
    var put = new LinkedHashMap<String, Claim>();
    if (reach.isPresent()) {
      listed.values().forEach(s -> put.put(s.name(), Claims.of(session, s, reach.get())));
      swaps.forEach(s -> claim(s, name).ifPresent(c -> put.remove(s.getMetadata().getName(), c)));
    }
    return new Moves(put, withdraw);
  }

  /**
   * Swaps whose workload still has to come back on account of a session that has gone: the session waits for them, so
   * that its own end means that all is as it was.
   */
  static List<Swap> restoring(String session, List<Swap> swaps) {
    return swaps.stream().filter(s -> s.getStatus() == null || session.equals(s.getStatus().holder()))
        .filter(s -> s.getSpec().claims().isEmpty() || s.getMetadata().getDeletionTimestamp() != null).toList();
  }

  /** Whether the session has a claim on any of them. */
  static boolean holds(String session, List<Swap> swaps) {
    return swaps.stream().anyMatch(s -> claim(s, session).isPresent());
  }

  static Optional<Claim> claim(Swap swap, String session) {
    return swap.getSpec().claims().stream().filter(c -> c.session().equals(session)).findFirst();
  }
}
