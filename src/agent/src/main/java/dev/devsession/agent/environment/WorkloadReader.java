package dev.devsession.agent.environment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.devsession.agent.session.ClusterContext;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import dev.devsession.console.FailureText;
import dev.devsession.environment.WorkloadPod;
import dev.devsession.kubeconfig.AttemptedAction;
import dev.devsession.kubeconfig.ChartRole;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import java.net.URLEncoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds a pod behind a Service, or the template of its pods. A pod is better: webhooks may have added to it, and only
 * it has an address and a node.
 */
public final class WorkloadReader {
  private static final List<String> KINDS = List.of("Deployment", "StatefulSet", "ReplicaSet");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ClusterContext cluster;

  public WorkloadReader(ClusterContext cluster) {
    this.cluster = cluster;
  }

  /** @throws AgentException if the JSON of the API server can't be read as this kind */
  static <T> T read(JsonNode object, Class<T> kind) {
    try {
      return JSON.treeToValue(object, kind);
    } catch (JsonProcessingException e) {
      throw new AgentException(ExitCode.FAILURE, "what the API server has at "
          + object.path("metadata").path("name").asText() + " can't be read: " + FailureText.of(e), e);
    }
  }

  /**
   * The pods of a Service.
   *
   * @param services of the namespace
   * @throws AgentException if there is no such Service or it has no pods by its nature, or pods may not be listed
   */
  public JsonNode pods(JsonNode services, String service) {
    var selector = selector(object(services, service));
    if (selector.isEmpty()) {
      throw new AgentException(ExitCode.BAD_INPUT, "Service " + service
          + " has no selector, so there are no pods whose environment it could be");
    }
    var query = selector.entrySet().stream().map(s -> s.getKey() + "=" + s.getValue())
        .collect(Collectors.joining(","));
    return list("/api/v1", "pods", "?labelSelector=" + URLEncoder.encode(query, UTF_8));
  }

  /** @param pods as above, read before they were swapped */
  public ServiceWorkload workload(JsonNode services, String service, JsonNode pods) {
    var object = object(services, service);
    return new ServiceWorkload(read(object, Service.class),
        PodSelection.pod(pods).map(pod -> WorkloadPod.of(read(pod, Pod.class)))
            .orElseGet(() -> template(service, selector(object))));
  }

  private WorkloadPod template(String service, Map<String, String> selector) {
    for (var kind : KINDS) {
      var resource = kind.toLowerCase(Locale.ROOT) + "s";
      var found = PodSelection.workload(list("/apis/apps/v1", resource, ""), selector);
      if (found.isPresent()) {
        return WorkloadPod.of(kind + "/" + found.get().path("metadata").path("name").asText(), cluster.namespace(),
            read(found.get().path("spec").path("template"), PodTemplateSpec.class));
      }
    }
    throw new AgentException(ExitCode.BAD_INPUT, "no pod of Service " + service + " runs, and no "
        + String.join(", ", KINDS) + " has a template for one");
  }

  private JsonNode list(String api, String resource, String query) {
    var group = api.equals("/api/v1") ? "" : ".apps";
    return cluster.attempt(
        new AttemptedAction("list " + resource, "get and list on " + resource + group, ChartRole.DEVELOPER),
        () -> cluster.api().get(api + "/namespaces/" + cluster.namespace() + "/" + resource + query));
  }

  private JsonNode object(JsonNode services, String service) {
    return services.path("items").valueStream()
        .filter(s -> s.path("metadata").path("name").asText().equals(service)).findFirst()
        .orElseThrow(() -> new AgentException(ExitCode.BAD_INPUT, "no Service \"" + service + "\" in namespace "
            + cluster.namespace() + ", whose environment could be taken"));
  }

  private static Map<String, String> selector(JsonNode service) {
    var selector = new TreeMap<String, String>();
    Optional.of(service.path("spec").path("selector")).filter(JsonNode::isObject)
        .ifPresent(s -> s.properties().forEach(e -> selector.put(e.getKey(),
            Objects.requireNonNullElse(e.getValue().asText(), ""))));
    return selector;
  }
}
