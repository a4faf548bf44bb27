package dev.devsession.operator.nodeports;

import static java.util.stream.Collectors.toMap;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.NamesVia;
import dev.devsession.operator.cluster.ClusterView;
import dev.devsession.operator.owned.OwnedObjects;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which NodePort Services of ours a namespace should have. Pure. */
public final class NodePortServicePlan {
  private static final String PREFIX = "devsession-";
  /** One of these is on each Service that the operator makes; a gateway's port is for proxies, not for every node. */
  private static final List<String> OUR_LABELS = List.of(Labels.NODE_PORT_SERVICE_OF, Labels.SWAP, Labels.SESSION);

  /** @param update as they should be, with the version that was observed */
  public record Changes(List<Service> create, List<Service> update, List<Service> delete) {
    public boolean isEmpty() {
      return create.isEmpty() && update.isEmpty() && delete.isEmpty();
    }
  }

  private NodePortServicePlan() {}

  /** @param sessions the namespace's sessions that are active; one that is being deleted wants nothing */
  public static Changes changes(List<Service> services, List<DevSession> sessions) {
    var owners = sessions.stream().filter(NodePortServicePlan::wants).map(OwnedObjects::reference)
        .sorted(Comparator.comparing(OwnerReference::getUid)).toList();
    Map<String, Service> present = services.stream().filter(NodePortServicePlan::isOurs)
        .collect(toMap(s -> s.getMetadata().getName(), s -> s));
    var create = new ArrayList<Service>();
    var update = new ArrayList<Service>();
    if (!owners.isEmpty()) {
      services.stream().filter(NodePortServicePlan::needsOne)
          .sorted(Comparator.comparing(s -> s.getMetadata().getName()))
          .forEach(s -> {
            var wanted = nodePortService(s, owners);
            var is = present.remove(wanted.getMetadata().getName());
            if (is == null) {
              create.add(wanted);
            } else if (!same(wanted, is)) {
              update.add(new ServiceBuilder(wanted).editMetadata()
                  .withResourceVersion(is.getMetadata().getResourceVersion()).endMetadata()
                  .editSpec().withClusterIP(is.getSpec().getClusterIP()).endSpec().build());
            }
          });
    }
    return new Changes(create, update, List.copyOf(present.values()));
  }

  /** Whether the session asks for NodePort Services; one that is being deleted doesn't. */
  public static boolean wants(DevSession session) {
    return session.getMetadata().getDeletionTimestamp() == null && session.getSpec().names() != null
        && session.getSpec().names().via() == NamesVia.NodePort;
  }

  private static boolean isOurs(Service service) {
    return ClusterView.isLabelled(service, Labels.NODE_PORT_SERVICE_OF);
  }

  private static boolean needsOne(Service service) {
    var spec = service.getSpec();
    return OUR_LABELS.stream().noneMatch(label -> ClusterView.isLabelled(service, label))
        && service.getMetadata().getDeletionTimestamp() == null && spec.getSelector() != null
        && !spec.getSelector().isEmpty() && !"ExternalName".equals(spec.getType()) && !tcp(service).isEmpty()
        && !tcp(service).stream().allMatch(p -> Objects.equals(p.getNodePort(), p.getPort()));
  }

  private static Service nodePortService(Service service, List<OwnerReference> owners) {
    var ports = tcp(service).stream().map(p -> new ServicePortBuilder().withName(p.getName()).withPort(p.getPort())
        .withTargetPort(p.getTargetPort()).withNodePort(p.getPort()).withProtocol("TCP").build()).toList();
    return new ServiceBuilder().withNewMetadata().withNamespace(service.getMetadata().getNamespace())
        .withName(OwnedObjects.name(PREFIX, service.getMetadata().getName()))
        .withLabels(OwnedObjects.labels(Labels.NODE_PORT_SERVICE_OF, service.getMetadata().getName()))
        .withOwnerReferences(owners).endMetadata()
        .withNewSpec().withType("NodePort").withSelector(service.getSpec().getSelector()).withPorts(ports).endSpec()
        .build();
  }

  private static boolean same(Service wanted, Service is) {
    var w = wanted.getSpec();
    return Objects.equals(wanted.getMetadata().getOwnerReferences(), is.getMetadata().getOwnerReferences())
        && Objects.equals(w.getSelector(), is.getSpec().getSelector()) && ports(wanted).equals(ports(is));
  }

  private static List<List<Object>> ports(Service s) {
    return s.getSpec().getPorts().stream()
        .map(p -> java.util.Arrays.<Object>asList(p.getName(), p.getPort(), p.getNodePort(), p.getTargetPort()))
        .toList();
  }

  private static List<ServicePort> tcp(Service service) {
    return service.getSpec().getPorts().stream().filter(p -> p.getProtocol() == null || "TCP".equals(p.getProtocol()))
        .toList();
  }
}
