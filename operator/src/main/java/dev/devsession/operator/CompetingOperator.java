package dev.devsession.operator;

import static java.util.Comparator.comparing;

import dev.devsession.operator.config.OperatorConfig;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Another install of the operator that serves the same namespaces and was there first: the two would conflict. */
record CompetingOperator(String namespace, String name) {
  /** Label that the chart puts on every operator's Deployment. */
  private static final Map<String, String> LABELS = Map.of("app.kubernetes.io/name", "devsession");
  private static final Comparator<Deployment> AGE = comparing(
      (Deployment d) -> d.getMetadata().getCreationTimestamp()).thenComparing(d -> d.getMetadata().getNamespace())
      .thenComparing(d -> d.getMetadata().getName());

  /** Searches the namespaces that this operator serves: it may not read others. */
  static Optional<CompetingOperator> find(KubernetesClient client, OperatorConfig settings) {
    var self = client.apps().deployments().inNamespace(settings.namespace()).withName(settings.deployment()).get();
    if (self == null) {
      return Optional.empty(); // not installed by the chart
    }
    var places = settings.watchNamespaces().isEmpty()
        ? Stream.of(client.apps().deployments().inAnyNamespace())
        : settings.watchNamespaces().stream().map(n -> client.apps().deployments().inNamespace(n));
    return findAmong(places.flatMap(p -> p.withLabels(LABELS).list().getItems().stream()).toList(), self,
        settings.watchNamespaces());
  }

  /**
   * One that serves a namespace which this operator would serve too, and either does so already or, as the older one,
   * will. Pure.
   *
   * @param namespaces those that this operator is to serve; none: all
   */
  static Optional<CompetingOperator> findAmong(List<Deployment> operators, Deployment self, Set<String> namespaces) {
    return operators.stream().filter(d -> !isSame(d, self) && d.getSpec().getReplicas() > 0)
        .filter(d -> AGE.compare(d, self) < 0 || isAvailable(d))
        .filter(d -> overlap(namespaces(d), namespaces)).min(AGE)
        .map(d -> new CompetingOperator(d.getMetadata().getNamespace(), d.getMetadata().getName()));
  }

  private static boolean isSame(Deployment deployment, Deployment self) {
    return deployment.getMetadata().getNamespace().equals(self.getMetadata().getNamespace())
        && deployment.getMetadata().getName().equals(self.getMetadata().getName());
  }

  private static boolean isAvailable(Deployment deployment) {
    var status = deployment.getStatus();
    return status != null && status.getAvailableReplicas() != null && status.getAvailableReplicas() > 0;
  }

  private static boolean overlap(Set<String> theirs, Set<String> ours) {
    return theirs.isEmpty() || ours.isEmpty() || !Collections.disjoint(theirs, ours);
  }

  private static Set<String> namespaces(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().stream().flatMap(c -> c.getEnv().stream())
        .filter(e -> "WATCH_NAMESPACES".equals(e.getName())).findFirst().map(EnvVar::getValue)
        .map(OperatorConfig::namespaces).orElse(Set.of());
  }

  @Override
  public String toString() {
    return name + " in namespace " + namespace;
  }
}
