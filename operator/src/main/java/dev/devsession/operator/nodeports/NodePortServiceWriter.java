package dev.devsession.operator.nodeports;

import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import dev.devsession.operator.cluster.ClusterView;
import dev.devsession.operator.status.ApiRefusal;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes, changes and removes NodePort Services. */
public final class NodePortServiceWriter {
  private static final Pattern RANGE = Pattern.compile("range of valid ports is (\\S+)\"?");
  private final KubernetesClient client;
  private final ClusterView cluster;

  public NodePortServiceWriter(KubernetesClient client, ClusterView cluster) {
    this.client = client;
    this.cluster = cluster;
  }

  /** @return why one can't be made, if so: the first that the API server refused. The others are left for later. */
  public Optional<ReasonedMessage> write(NodePortServicePlan.Changes changes) {
    changes.delete().forEach(s -> client.resource(s).delete());
    Optional<ReasonedMessage> refused = Optional.empty();
    for (var service : changes.create()) {
      refused = refused.or(() -> attempt(service, () -> client.resource(service).create()));
    }
    for (var service : changes.update()) {
      refused = refused.or(() -> attempt(service, () -> client.resource(service).update()));
    }
    return refused;
  }

  private Optional<ReasonedMessage> attempt(Service service, Runnable write) {
    try {
      write.run();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(explain(service, ApiRefusal.of(e).orElseThrow(() -> e)));
    }
  }

  private ReasonedMessage explain(Service service, String error) {
    var ports = service.getSpec().getPorts().stream().map(p -> p.getNodePort()).toList();
    var name = service.getMetadata().getLabels().get(Labels.NODE_PORT_SERVICE_OF);
    if (error.contains("not in the valid range")) {
      var range = RANGE.matcher(error);
      return ConditionMessage.NodePortOutOfRange.with(ports, name, range.find() ? range.group(1) : "of this cluster");
    }
    if (error.contains("already allocated")) {
      return ConditionMessage.NodePortTaken.with(ports, name,
          holder(service).map(h -> "Service " + h).orElse("another Service"));
    }
    return ConditionMessage.NodePortServiceRefused.with(name, error);
  }

  private Optional<String> holder(Service service) {
    var wanted = service.getSpec().getPorts().stream().map(p -> p.getNodePort()).toList();
    return cluster.services.list().stream()
        .filter(s -> s.getSpec().getPorts().stream().map(p -> p.getNodePort()).filter(Objects::nonNull)
            .anyMatch(wanted::contains))
        .map(s -> s.getMetadata().getNamespace() + "/" + s.getMetadata().getName()).findFirst();
  }
}
