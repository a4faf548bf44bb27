package dev.devsession.agent.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One port of a Service, and how a request gets to it from this machine: as with kubectl port-forward, by a pod.
 *
 * @param host as in the {@code host} field
 * @param selector of its pods, as a query
 */
record ServiceEntry(String host, String selector, JsonNode port) {
  /**
   * @param services of the namespace
   * @param portName name or number; empty: the first one for TCP
   * @throws AgentException if there is no such Service or port, or it selects no pods
   */
  static ServiceEntry of(JsonNode services, String namespace, String name, Optional<String> portName) {
    var service = services.path("items").valueStream()
        .filter(s -> s.path("metadata").path("name").asText().equals(name)).findFirst()
        .orElseThrow(() -> wrong("no Service \"" + name + "\" in namespace " + namespace));
    var selector = service.path("spec").path("selector");
    if (selector.isEmpty()) {
      throw wrong("Service " + name + " has no selector, so there is no pod that a request could be sent to");
    }
    var port = service.path("spec").path("ports").valueStream()
        .filter(p -> p.path("protocol").asText("TCP").equals("TCP"))
        .filter(p -> portName.map(n -> n.equals(p.path("name").asText()) || n.equals(p.path("port").asText()))
            .orElse(true))
        .findFirst().orElseThrow(() -> wrong("Service " + name + " has no TCP port"
            + portName.map(n -> " \"" + n + "\"").orElse("")));
    return new ServiceEntry(name + "." + namespace + (port.path("port").asInt() == 80
        ? ""
        : ":"
            + port.path("port").asInt()),
        selector.properties().stream().map(e -> e.getKey() + "=" + e.getValue().asText())
            .collect(Collectors.joining(",")),
        port);
  }

  /** A pod, and the number of the port on which it listens. */
  record Pod(String name, int port) {}

  /** One that is ready; proxies are the Service's only pods while it is shared. */
  Optional<Pod> pod(JsonNode pods) {
    return pods.path("items").valueStream().filter(ServicePods::isReady).flatMap(pod -> ServicePods
        .targetPort(pod, port).map(number -> new Pod(pod.path("metadata").path("name").asText(), number)).stream())
        .findFirst();
  }

  private static AgentException wrong(String message) {
    return new AgentException(ExitCode.BAD_INPUT, message);
  }
}
