package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.Sharer;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.owned.OwnedObjects;
import dev.devsession.restore.SharedService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Decides the next step of a Swap whose Service no session shares any more. Pure.
 *
 * <pre>
 *  routes without sessions → restore the selector → endpoints are the original's → proxies gone → remove the twin
 * </pre>
 */
final class InterceptEnd {
  private static final Duration CONFIRM_AGAIN = Duration.ofMillis(100);
  private static final Duration CHECK_ENDPOINTS = Duration.ofSeconds(1);

  private InterceptEnd() {}

  /** How the Service stands by now. */
  static SharedState state(Observed o) {
    return new SharedState(new SharedService(o.service()), sharers(o), o.status().outages());
  }

  private static List<Sharer> sharers(Observed o) {
    return o.status().sharers() == null ? List.of() : o.status().sharers();
  }

  /** @param last what to do when everything is restored */
  static Decision decide(Observed o, Step last, OperatorConfig settings) {
    var shared = new SharedService(o.service());
    var restoring = ConditionMessage.SelectorRestoring.with(o.name());
    var none = withoutSessions(o, settings);
    if (none.isPresent() && !none.get().sameConfig(o.config())) {
      return Decision.of(new Step.ChangeRoutes(none.get()), null, restoring).shared(state(o));
    }
    var mark = shared.mark().or(() -> shared.isDamaged() ? InterceptPlan.copy(o) : Optional.empty());
    if (mark.isPresent()) {
      return Decision.of(new Step.RestoreService(o.service(), mark.get()), null, restoring).shared(state(o));
    }
    if (none.isPresent() && !none.get().routesHash().equals(o.status().routes())) {
      return Decision.of(new Step.ConfirmRoutes(none.get().routesHash()), null, restoring).recheck(CONFIRM_AGAIN)
          .shared(state(o));
    }
    // By now no proxy leads to a machine any more.
    var free = new SharedState(shared, List.of(), o.status().outages());
    var left = Duration.between(o.now(), RestorePlan.since(o).plus(RestorePlan.PATIENCE));
    if (!o.readyProxies().isEmpty() && left.isPositive()) {
      return Decision.of(new Step.Wait(), null,
          ConditionMessage.EndpointsReturning.with(String.join(", ", new TreeSet<>(o.readyProxies()))))
          .recheck(CHECK_ENDPOINTS).shared(free);
    }
    if (isOurs(o, o.proxy()) || isOurs(o, o.config())) {
      return Decision.of(new Step.RemoveProxy(), null, ConditionMessage.ProxyRemoved.with()).shared(free);
    }
    var draining = RestorePlan.draining(o);
    if (draining.isPresent()) {
      return draining.get().shared(free);
    }
    return isOurs(o, o.twin())
        ? Decision.of(new Step.RemoveTwin(), null, ConditionMessage.ProxyRemoved.with()).shared(free)
        : Decision.of(last, null, ConditionMessage.Restored.with()).shared(free);
  }

  private static boolean isOurs(Observed o, HasMetadata present) {
    return present != null && OwnedObjects.isOwnedBy(present, o.swap());
  }

  /** Proxies that lead to the original alone; empty if there are none whose routes could be changed. */
  private static Optional<Proxy> withoutSessions(Observed o, OperatorConfig settings) {
    if (SharedResolver.unfit(o.name(), o.service()).isPresent() || !isOurs(o, o.config()) || !isOurs(o, o.twin())
        || TwinService.address(o.twin()) == null) {
      return Optional.empty();
    }
    var original = SharedService.original(o.service());
    var workloads = InterceptPlan.workloads(o, original);
    return Optional.of(Proxy.shared(o.swap(), original, workloads, SharedRoutes.of(original, workloads, List.of()),
        TwinService.address(o.twin()), 1, settings));
  }
}
