package dev.devsession.agent.environment;

import dev.devsession.agent.session.ClusterContext;
import dev.devsession.environment.ObjectLookup;
import dev.devsession.kubeconfig.ApiErrors;
import dev.devsession.kubeconfig.AttemptedAction;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** What this user may not read of an environment: said in a few words there, and once with what grants it. */
final class ReadRefusals {
  private final ClusterContext cluster;
  private final Map<String, String> explained = new ConcurrentSkipListMap<>();

  ReadRefusals(ClusterContext cluster) {
    this.cluster = cluster;
  }

  /** By the words in the environment: what is missing, and the command by which an admin grants it. */
  Map<String, String> explained() {
    return Map.copyOf(explained);
  }

  /**
   * Reads one object.
   *
   * @param kind in the plural, such as {@code secrets}
   * @param role that has the right; empty: no role of the chart's
   */
  <T> ObjectLookup<T> read(String kind, Optional<String> role, Supplier<T> request) {
    var attempt = new AttemptedAction("get " + kind, "get on " + kind, role.orElse("view"));
    try {
      return new ObjectLookup.Found<>(request.get());
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404) {
        return new ObjectLookup.Absent<>();
      }
      var told = new ApiErrors(cluster.client(), Optional.of(cluster.namespace()), attempt).explain(e);
      if (e.getCode() != 403) {
        throw told;
      }
      var why = "you may not get " + kind + role.map(r -> "; role " + r + " grants it").orElse("");
      explained.put(why, told.getMessage());
      return new ObjectLookup.Refused<>(why);
    }
  }
}
