package dev.devsession.agent.watch;

import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.hosts.names.ServiceInfo;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What names need to know of a Service. */
public final class ServiceReduction {

  private ServiceReduction() {}

  /** Of one Service. */
  public static ServiceInfo of(Service service) {
    Map<String, String> labels = Objects.requireNonNullElse(service.getMetadata().getLabels(), Map.of());
    ServiceSpec spec = Objects.requireNonNullElseGet(service.getSpec(), ServiceSpec::new);
    List<ServicePort> ports = Objects.requireNonNullElse(spec.getPorts(), List.<ServicePort>of()).stream()
        .filter(port -> port != null && port.getPort() != null).toList();
    // Interned: thousands of Services share a few namespaces and types.
    return new ServiceInfo(service.getMetadata().getNamespace().intern(), service.getMetadata().getName(),
        Objects.requireNonNullElse(spec.getType(), "ClusterIP").intern(),
        Optional.ofNullable(spec.getClusterIP()).filter(ip -> !ip.isEmpty()),
        ports.stream().filter(ServiceReduction::isTcp).map(ServiceReduction::tcpPort).toList(),
        ports.stream().filter(port -> !isTcp(port)).map(port -> port.getPort() + "/" + port.getProtocol()).toList(),
        Optional.ofNullable(labels.get(Labels.NODE_PORT_SERVICE_OF)),
        Labels.MANAGER.equals(labels.get(Labels.MANAGED_BY)));
  }

  private static ServiceInfo.TcpPort tcpPort(ServicePort port) {
    IntOrString target = port.getTargetPort();
    return new ServiceInfo.TcpPort(port.getPort(), Objects.requireNonNullElse(port.getNodePort(), 0),
        target == null ? port.getPort() : Objects.requireNonNullElse(target.getIntVal(), 0));
  }

  private static boolean isTcp(ServicePort port) {
    return port.getProtocol() == null || port.getProtocol().equals("TCP");
  }
}
