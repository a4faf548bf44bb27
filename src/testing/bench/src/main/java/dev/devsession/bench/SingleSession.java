package dev.devsession.bench;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Swap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Measures single sessions one after the other, each from its creation until it is Ready. */
final class SingleSession {
  private static final String NAMESPACE = "one-more";
  private static final String SERVICE = "orders";
  private static final int LONGEST_WARM_UP = 5;
  private final KubernetesClient client;

  SingleSession(KubernetesClient client, Crowd crowd) {
    this.client = client;
    crowd.namespace(NAMESPACE);
    crowd.deploy(NAMESPACE, SERVICE, 1);
    awaitAvailable();
  }

  Series measure(int rounds) {
    var series = new Series();
    for (var i = -Math.min(LONGEST_WARM_UP, rounds); i < rounds; i++) {
      var ready = client.resources(DevSession.class).inNamespace(NAMESPACE)
          .informOnCondition(all -> all.stream().anyMatch(BenchmarkSessions::isReady));
      var begin = System.nanoTime();
      client.resource(BenchmarkSessions.of(NAMESPACE, "ada", SERVICE)).create();
      ready.orTimeout(1, TimeUnit.MINUTES).join();
      if (i >= 0) {
        series.add(begin, System.nanoTime());
      }
      client.resources(DevSession.class).inNamespace(NAMESPACE).withName("ada").delete();
      client.resources(Swap.class).inNamespace(NAMESPACE).informOnCondition(List::isEmpty)
          .orTimeout(1, TimeUnit.MINUTES).join();
      client.resources(DevSession.class).inNamespace(NAMESPACE).informOnCondition(List::isEmpty)
          .orTimeout(1, TimeUnit.MINUTES).join();
      awaitAvailable();
    }
    return series;
  }

  private void awaitAvailable() {
    client.apps().deployments().inNamespace(NAMESPACE).informOnCondition(all -> all.size() == 1
        && all.getFirst().getStatus() != null
        && Integer.valueOf(1).equals(all.getFirst().getStatus().getAvailableReplicas())).orTimeout(1, TimeUnit.MINUTES)
        .join();
  }
}
