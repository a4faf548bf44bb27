package dev.devsession.agent.up;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.devsession.agent.complete.ClosestName;
import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.ApiNames;
import dev.devsession.console.AgentException;
import dev.devsession.console.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The DevSession that typed mappings ask for. */
public final class SessionManifest {
  private SessionManifest() {}

  /**
   * As JSON to apply.
   *
   * @param madeBy {@code user@machine}
   * @param known the Services of the namespace
   * @param traffic of all of them
   * @throws AgentException if one of them doesn't exist, or it isn't clear which of its ports is meant
   */
  public static ObjectNode of(String namespace, String name, String madeBy, List<PortMapping> mappings,
      Map<String, KnownService> known, TrafficChoice traffic) {
    mappings.forEach(m -> check(m, namespace, known));
    var session = JsonNodeFactory.instance.objectNode().put("apiVersion", ApiNames.API_VERSION).put("kind",
        "DevSession");
    var metadata = session.putObject("metadata").put("name", name).put("namespace", namespace);
    metadata.putObject("annotations").put(Annotations.MADE_BY, madeBy);
    var services = session.putObject("spec").putArray("services");
    mappings.stream().collect(Collectors.groupingBy(PortMapping::service, LinkedHashMap::new, Collectors.toList()))
        .forEach((service, ports) -> {
          distinct(service, ports);
          var wanted = services.addObject().put("name", service);
          traffic.writeTo(wanted, name);
          var list = wanted.putArray("ports");
          ports.forEach(p -> {
            var port = list.addObject();
            if (!p.port().isEmpty()) {
              port.put("name", p.port());
            }
            port.put("hostPort", p.hostPort());
          });
        });
    return session;
  }

  private static void check(PortMapping mapping, String namespace, Map<String, KnownService> known) {
    var service = known.get(mapping.service());
    if (service == null) {
      throw new AgentException(ExitCode.BAD_INPUT, "no Service \"" + mapping.service() + "\" in namespace " + namespace
          + ". " + ClosestName.to(mapping.service(), known.keySet()).map(n -> "Did you mean \"" + n + "\"?")
              .orElseGet(() -> "Choose another namespace with -n"));
    }
    if (!service.numbers().containsKey(mapping.port())) {
      throw new AgentException(ExitCode.BAD_INPUT, (mapping.port().isEmpty()
          ? "Service " + service.name() + " has several ports"
          : "Service " + service.name() + " has no port \"" + mapping.port() + "\"") + ": name one of them, as in  "
          + service.ports().stream().map(p -> service.name() + ":" + p.name() + "=" + mapping.hostPort())
              .collect(Collectors.joining("  or  ")));
    }
  }

  private static void distinct(String service, List<PortMapping> ports) {
    if (ports.stream().map(PortMapping::port).distinct().count() < ports.size()) {
      throw new AgentException(ExitCode.BAD_INPUT, "Service " + service + " is given twice: each port of a Service "
          + "can lead to only one port of this machine");
    }
  }
}
