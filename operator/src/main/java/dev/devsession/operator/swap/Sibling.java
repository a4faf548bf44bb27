package dev.devsession.operator.swap;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.operator.status.Conditions;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;

/**
 * Another Swap that is held by the same session.
 *
 * @param service its Service, or null
 * @param config the routes of its proxy, or null
 */
record Sibling(Swap swap, Service service, ConfigMap config) {
  String name() {
    return swap.getMetadata().getName();
  }

  Claim claim() {
    return swap.getSpec().claims().getFirst();
  }

  boolean selects(Workload workload) {
    return service != null && WorkloadResolver.selects(service, workload);
  }

  boolean isSwapped() {
    return Conditions.find(SwapStatuses.present(swap).conditions(), ConditionType.Swapped).filter(c -> c.holds())
        .isPresent();
  }

  /** Whether its proxy listens for all of these routes and leads where they lead. */
  boolean carries(List<Route> routes) {
    var file = config == null || config.getData() == null ? null : config.getData().get(Proxy.ROUTES_FILE);
    return file != null && routes.stream().allMatch(r -> file.lines().toList().contains(r.line().strip()));
  }
}
