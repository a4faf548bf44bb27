package dev.devsession.operator.gateway;

import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.operator.cluster.ClusterView;
import dev.devsession.operator.dataplane.Fingerprint;
import dev.devsession.operator.owned.ObjectWrite;
import dev.devsession.operator.owned.OwnedObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What exists under the name of a session's gateway: the gateway, a part of it, or foreign objects. Pure.
 *
 * @param service or null
 * @param deployment or null
 * @param nodePort the Service that leads to it from a port of the nodes, or null
 */
public record PresentGateway(DevSession session, Service service, Deployment deployment, Service nodePort,
    List<Pod> pods) {
  public static PresentGateway of(ClusterView cluster, DevSession session) {
    var namespace = session.getMetadata().getNamespace();
    var name = Gateway.name(session);
    return new PresentGateway(session, cluster.services.get(namespace, name).orElse(null),
        cluster.deployments.get(namespace, name).orElse(null),
        cluster.services.get(namespace, Gateway.nodePortName(session)).orElse(null),
        cluster.gatewayPods(namespace, name));
  }

  public GatewayState state() {
    return GatewayState.of(deployment, pods);
  }

  /** When and why its container was last started again. */
  public Optional<GatewayRestart> restart() {
    return GatewayRestart.of(pods);
  }

  /** Where proxies reach the gateway, once it has an address. */
  public Optional<String> address() {
    return Optional.ofNullable(service).filter(this::isOwned).map(s -> s.getSpec().getClusterIP());
  }

  /** Why there can be no gateway: something else has its name. */
  public Optional<ReasonedMessage> nameTaken() {
    return objects().filter(o -> !isOwned(o)).findFirst()
        .map(o -> ConditionMessage.GatewayNameTaken.with(o.getKind(), o.getMetadata().getName()));
  }

  /** The writes that make it the wanted gateway; none if it already is. */
  public List<ObjectWrite> writes(Gateway wanted) {
    var writes = new ArrayList<ObjectWrite>();
    if (!Fingerprint.isSame(wanted.service(), service)) {
      writes.add(new ObjectWrite(wanted.service(), service));
    }
    if (!Fingerprint.isSame(wanted.deployment(), deployment) || deployment.getSpec().getReplicas() != 1) {
      writes.add(new ObjectWrite(wanted.deployment(), deployment));
    }
    wanted.nodePort().filter(w -> !Fingerprint.isSame(w, nodePort))
        .ifPresent(w -> writes.add(new ObjectWrite(w, nodePort)));
    return writes;
  }

  /** What to delete since the wanted gateway doesn't have it. */
  public List<HasMetadata> surplus(Gateway wanted) {
    return wanted.nodePort().isPresent() ? List.of() : living(Stream.<HasMetadata>ofNullable(nodePort)).toList();
  }

  /** The port at which nodes lead to it. */
  public Optional<Integer> nodePortNumber() {
    return Optional.ofNullable(nodePort).filter(this::isOwned)
        .flatMap(
            s -> s.getSpec().getPorts().stream().map(ServicePort::getNodePort).filter(Objects::nonNull).findFirst());
  }

  /** What to delete to close it. This cuts the machine's connections, even if its user keeps all permissions. */
  public List<HasMetadata> deletions() {
    return living(objects()).toList();
  }

  private Stream<HasMetadata> living(Stream<HasMetadata> objects) {
    return objects.filter(o -> isOwned(o) && o.getMetadata().getDeletionTimestamp() == null);
  }

  private Stream<HasMetadata> objects() {
    return Stream.<HasMetadata>of(service, deployment, nodePort).filter(Objects::nonNull);
  }

  private boolean isOwned(HasMetadata object) {
    return OwnedObjects.isOwnedBy(object, session);
  }
}
