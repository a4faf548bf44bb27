package dev.devsession.agent.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.agent.session.Session;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.kubeconfig.AttemptedAction;
import dev.devsession.kubeconfig.ChartRole;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads the counters of the proxies that stand before a session's shared Services. */
final class ProxyCounters {
  /** Name of the container port of a proxy's counters. */
  private static final String HEALTH_PORT = "ds-health";

  private final ClusterContext cluster;
  private final PodRequests requests;
  private final Session session;

  ProxyCounters(ClusterContext cluster, PodRequests requests, Session session) {
    this.cluster = cluster;
    this.requests = requests;
    this.session = session;
  }

  /**
   * The counters now, of all shared Services that have proxies.
   *
   * @throws dev.devsession.console.AgentException if pods or Services may not be read
   * @throws java.util.concurrent.CompletionException if a proxy that is ready doesn't answer
   */
  CountReading read() {
    var byPod = new LinkedHashMap<String, Map<String, CompletableFuture<RequestCounts>>>();
    session.wanted().stream().filter(w -> w.shared().isPresent()).forEach(w -> proxies(w.name())
        .ifPresent(pods -> byPod.put(w.name(), ask(pods))));
    var counted = new LinkedHashMap<String, Map<String, RequestCounts>>();
    byPod.forEach((service, answers) -> {
      var counts = new HashMap<String, RequestCounts>();
      answers.forEach((pod, answer) -> counts.put(pod, answer.join()));
      counted.put(service, counts);
    });
    return new CountReading(counted);
  }

  /** Those that a Service leads to; empty: it leads to its own pods. */
  private Optional<List<JsonNode>> proxies(String service) {
    var path = "/api/v1/namespaces/" + cluster.namespace();
    var swap = cluster.attempt(new AttemptedAction("get services", "get on services", ChartRole.DEVELOPER),
        () -> cluster.api().get(path + "/services/" + service)).path("spec").path("selector").path(Labels.SWAP);
    return swap.isMissingNode()
        ? Optional.empty()
        : Optional.of(cluster.attempt(new AttemptedAction("list pods", "list on pods", ChartRole.DEVELOPER),
            () -> cluster.api().get(path + "/pods?labelSelector="
                + URLEncoder.encode(Labels.SWAP + "=" + swap.asText(), StandardCharsets.UTF_8)))
            .path("items").valueStream().filter(ServicePods::isReady).toList());
  }

  private Map<String, CompletableFuture<RequestCounts>> ask(List<JsonNode> pods) {
    var answers = new LinkedHashMap<String, CompletableFuture<RequestCounts>>();
    for (var pod : pods) {
      ServicePods.containerPort(pod, HEALTH_PORT).ifPresent(port -> {
        var name = pod.path("metadata").path("name").asText();
        answers.put(pod.path("metadata").path("uid").asText(),
            requests.get(name, port, "/metrics", Map.of("host", List.of(name)))
                .thenApply(answer -> RequestCounts.of(answer.body(), session.name())));
      });
    }
    return answers;
  }
}
