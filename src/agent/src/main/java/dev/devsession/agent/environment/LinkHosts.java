package dev.devsession.agent.environment;

import dev.devsession.agent.sync.LoopbackPlan;
import dev.devsession.environment.ServiceLinks;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the Services of service links answer on this machine: at the loopback addresses of their names, and the API
 * server at the name that its certificate has.
 */
final class LinkHosts {
  static final String API_SERVER = "kubernetes.default.svc";

  private LinkHosts() {}

  /** @param hostsFile that has the names; empty: none lead to loopback addresses */
  static Function<Service, String> of(KubernetesClient client, String namespace, Optional<Path> hostsFile,
      Collection<Service> services) {
    return hostsFile.map(file -> mapped(LoopbackPlan.addresses(client, namespace, file, services)))
        .orElse(service -> service.getSpec().getClusterIP());
  }

  private static Function<Service, String> mapped(Map<String, String> addresses) {
    return service -> ServiceLinks.isApiServer(service)
        ? API_SERVER
        : addresses.getOrDefault(service.getMetadata().getName() + "." + service.getMetadata().getNamespace(),
            service.getSpec().getClusterIP());
  }
}
