package dev.devsession.operator.names;

import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Message;
import dev.devsession.api.v1alpha1.Statement;
import dev.devsession.operator.cluster.ClusterView;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes, changes and removes the companions of one namespace. */
public final class Companions {
  private static final Pattern RANGE = Pattern.compile("range of valid ports is (\\S+)\"?");
  private final KubernetesClient client;
  private final ClusterView cluster;

  public Companions(KubernetesClient client, ClusterView cluster) {
    this.client = client;
    this.cluster = cluster;
  }

  /**
   * Brings the namespace's companions to what its sessions want. Writes nothing if they are so already.
   *
   * @param sessions
   *          the namespace's sessions that are active
   * @return why one can't be made, if so: the first that the API server refused
   */
  public Optional<Statement> put(String namespace, List<DevSession> sessions) {
    var changes = CompanionPlan.changes(cluster.services.list(namespace), sessions);
    changes.delete().forEach(s -> client.resource(s).delete());
    Optional<Statement> refused = Optional.empty();
    for (var service : changes.create()) {
      refused = refused.or(() -> attempt(service, () -> client.resource(service).create()));
    }
    for (var service : changes.update()) {
      refused = refused.or(() -> attempt(service, () -> client.resource(service).update()));
    }
    return refused;
  }

  private Optional<Statement> attempt(Service companion, Runnable write) {
    try {
      write.run();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      if (e.getCode() != 422) {
        throw e;
      }
      return Optional.of(explain(companion, e.getMessage()));
    }
  }

  private Statement explain(Service companion, String error) {
    var ports = companion.getSpec().getPorts().stream().map(p -> p.getNodePort()).toList();
    var name = companion.getMetadata().getLabels().get(Labels.COMPANION_OF);
    if (error.contains("not in the valid range")) {
      var range = RANGE.matcher(error);
      return Message.NodePortOutOfRange.with(ports, name, range.find() ? range.group(1) : "of this cluster");
    }
    if (error.contains("already allocated")) {
      return Message.NodePortTaken.with(ports, name,
          holder(companion).map(h -> "Service " + h).orElse("another Service"));
    }
    return Message.CompanionRefused.with(name, error);
  }

  private Optional<String> holder(Service companion) {
    var wanted = companion.getSpec().getPorts().stream().map(p -> p.getNodePort()).toList();
    return cluster.services.list().stream()
        .filter(s -> s.getSpec().getPorts().stream().map(p -> p.getNodePort()).filter(Objects::nonNull)
            .anyMatch(wanted::contains))
        .map(s -> s.getMetadata().getNamespace() + "/" + s.getMetadata().getName()).findFirst();
  }
}
