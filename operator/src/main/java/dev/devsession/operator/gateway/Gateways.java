package dev.devsession.operator.gateway;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Message;
import dev.devsession.api.v1alpha1.Statement;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.cluster.ClusterView;
import dev.devsession.operator.dataplane.Fingerprint;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes and looks at the gateways' objects. */
public final class Gateways {
  private final KubernetesClient client;
  private final ClusterView cluster;
  private final OperatorConfig settings;

  public Gateways(KubernetesClient client, ClusterView cluster, OperatorConfig settings) {
    this.client = client;
    this.cluster = cluster;
    this.settings = settings;
  }

  /**
   * Brings the session's gateway to what it should be. Writes nothing if it is so already.
   *
   * @return why it can't be: something else has its name
   */
  public Optional<Statement> put(DevSession session) {
    var wanted = Gateway.of(session, settings);
    var present = present(session);
    var stranger = present.stream().filter(o -> !Gateway.isOwned(o, session)).findFirst();
    if (stranger.isPresent()) {
      return Optional
          .of(Message.GatewayNameTaken.with(stranger.get().getKind(), stranger.get().getMetadata().getName()));
    }
    for (var object : List.of(wanted.service(), wanted.deployment())) {
      put(object, present.stream().filter(p -> p.getKind().equals(object.getKind())).findFirst().orElse(null));
    }
    return Optional.empty();
  }

  /** Closes the gateway: what the machine carries for this session ends, whatever its user's rights. */
  public void remove(DevSession session) {
    present(session).stream()
        .filter(o -> Gateway.isOwned(o, session) && o.getMetadata().getDeletionTimestamp() == null)
        .forEach(o -> client.resource(o).delete());
  }

  /** Where proxies reach the gateway, once it has an address. */
  public Optional<String> address(DevSession session) {
    return cluster.services.get(session.getMetadata().getNamespace(), Gateway.name(session))
        .filter(s -> Gateway.isOwned(s, session)).map(s -> s.getSpec().getClusterIP());
  }

  /** Whether a machine is connected. */
  public Presence presence(DevSession session) {
    var namespace = session.getMetadata().getNamespace();
    var name = Gateway.name(session);
    return Presence.of(cluster.deployments.get(namespace, name).orElse(null), cluster.gatewayPods(namespace, name));
  }

  private void put(HasMetadata wanted, HasMetadata present) {
    if (present == null) {
      client.resource(wanted).create();
    } else if (!Fingerprint.isSame(wanted, present) || isScaled(present)) {
      wanted.getMetadata().setResourceVersion(present.getMetadata().getResourceVersion());
      client.resource(wanted).update();
    }
  }

  private static boolean isScaled(HasMetadata present) {
    return present instanceof Deployment d && d.getSpec().getReplicas() != 1;
  }

  private List<HasMetadata> present(DevSession session) {
    var namespace = session.getMetadata().getNamespace();
    var name = Gateway.name(session);
    var present = new ArrayList<HasMetadata>();
    cluster.services.get(namespace, name).ifPresent(present::add);
    cluster.deployments.get(namespace, name).ifPresent(present::add);
    return present;
  }
}
