package dev.devsession.agent.watch;

import dev.devsession.agent.names.ServiceInfo;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** Keeps of each watched Service only what names need, so that ten thousand fit a small process. */
final class ServiceStore implements ItemStore<Service> {

  /** In order, so that planning finds little to sort. */
  private final Map<String, ServiceInfo> services = new ConcurrentSkipListMap<>();

  Collection<ServiceInfo> services() {
    return services.values();
  }

  @Override
  public String getKey(Service service) {
    return service.getMetadata().getNamespace() + "/" + service.getMetadata().getName();
  }

  @Override
  public Service put(String key, Service service) {
    return stub(services.put(key, reduce(service)));
  }

  @Override
  public Service remove(String key) {
    return stub(services.remove(key));
  }

  @Override
  public Stream<String> keySet() {
    return services.keySet().stream();
  }

  @Override
  public Stream<Service> values() {
    return services.values().stream().map(ServiceStore::stub);
  }

  @Override
  public int size() {
    return services.size();
  }

  @Override
  public Service get(String key) {
    return stub(services.get(key));
  }

  static ServiceInfo reduce(Service service) {
    Map<String, String> labels = Objects.requireNonNullElse(service.getMetadata().getLabels(), Map.of());
    // Interned: thousands of Services share a few namespaces and types.
    return new ServiceInfo(service.getMetadata().getNamespace().intern(), service.getMetadata().getName(),
        Objects.requireNonNullElse(service.getSpec().getType(), "ClusterIP").intern(),
        Optional.ofNullable(service.getSpec().getClusterIP()).filter(ip -> !ip.isEmpty()),
        tcpPorts(service.getSpec().getPorts()), Optional.ofNullable(labels.get(ServiceInfo.COMPANION_OF)));
  }

  private static List<ServiceInfo.TcpPort> tcpPorts(List<ServicePort> ports) {
    return ports.stream().filter(port -> port.getProtocol() == null || port.getProtocol().equals("TCP"))
        .map(port -> new ServiceInfo.TcpPort(port.getPort(), Objects.requireNonNullElse(port.getNodePort(), 0)))
        .toList();
  }

  /** What the informer needs to tell an update from an addition; nobody reads more of it. */
  private static Service stub(ServiceInfo info) {
    return info == null
        ? null
        : new ServiceBuilder().withNewMetadata().withNamespace(info.namespace()).withName(info.name()).endMetadata()
            .build();
  }
}
