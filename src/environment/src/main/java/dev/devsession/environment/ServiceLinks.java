package dev.devsession.environment;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The variables by which a container finds the Services of its namespace, and the API server's always: those of
 * Kubernetes itself and those of Docker's old links. See "Environment variables" in the page on Services of the
 * Kubernetes documentation.
 */
public final class ServiceLinks {
  private static final String API_SERVER = "kubernetes";
  private static final String API_SERVER_NAMESPACE = "default";

  private ServiceLinks() {}

  /** Whether pods everywhere find this Service. */
  public static boolean isApiServer(Service service) {
    return service.getMetadata().getName().equals(API_SERVER)
        && service.getMetadata().getNamespace().equals(API_SERVER_NAMESPACE);
  }

  /** @param hosts where a Service answers; its cluster IP is what the cluster has */
  static Map<String, Variable> of(WorkloadPod pod, List<Service> services, Function<Service, String> hosts) {
    var linked = new LinkedHashMap<String, Service>();
    services.stream().filter(ServiceLinks::isApiServer).forEach(s -> linked.put(s.getMetadata().getName(), s));
    services.stream()
        .filter(s -> pod.hasServiceLinks() && s.getMetadata().getNamespace().equals(pod.namespace()))
        .forEach(s -> linked.put(s.getMetadata().getName(), s));
    var variables = new LinkedHashMap<String, Variable>();
    linked.values().stream().filter(ServiceLinks::hasAddress).forEach(s -> link(s, hosts.apply(s), variables));
    return variables;
  }

  private static boolean hasAddress(Service service) {
    var ip = service.getSpec().getClusterIP();
    return ip != null && !ip.isEmpty() && !ip.equals("None");
  }

  private static void link(Service service, String host, Map<String, Variable> variables) {
    var isMoved = !host.equals(service.getSpec().getClusterIP());
    var prefix = inCapitals(service.getMetadata().getName());
    var ports = service.getSpec().getPorts();
    var links = new LinkedHashMap<String, String>();
    links.put(prefix + "_SERVICE_HOST", host);
    links.put(prefix + "_SERVICE_PORT", ports.getFirst().getPort().toString());
    for (var port : ports) {
      if (port.getName() != null && !port.getName().isEmpty()) {
        links.put(prefix + "_SERVICE_PORT_" + inCapitals(port.getName()), port.getPort().toString());
      }
    }
    links.put(prefix + "_PORT", url(ports.getFirst(), host));
    for (var port : ports) {
      var one = prefix + "_PORT_" + port.getPort() + "_" + protocol(port);
      links.put(one, url(port, host));
      links.put(one + "_PROTO", protocol(port).toLowerCase(Locale.ROOT));
      links.put(one + "_PORT", port.getPort().toString());
      links.put(one + "_ADDR", host);
    }
    links.forEach((name, value) -> variables.put(name, Variable.known(name, value,
        new Origin.ServiceLink(service.getMetadata().getName(), isMoved && value.contains(host)))));
  }

  private static String url(ServicePort port, String host) {
    return protocol(port).toLowerCase(Locale.ROOT) + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
        + port.getPort();
  }

  private static String protocol(ServicePort port) {
    return Objects.requireNonNullElse(port.getProtocol(), "TCP").toUpperCase(Locale.ROOT);
  }

  private static String inCapitals(String name) {
    return name.replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
