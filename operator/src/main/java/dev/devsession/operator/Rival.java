package dev.devsession.operator;

import static java.util.Comparator.comparing;

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

/** Another install of the operator that serves the same namespaces and was there first: two would fight each other. */
record Rival(String namespace, String name) {
  /** Label that the chart puts on every operator's Deployment. */
  private static final Map<String, String> LABELS = Map.of("app.kubernetes.io/name", "devsession");
  private static final Comparator<Deployment> AGE = comparing(
      (Deployment d) -> d.getMetadata().getCreationTimestamp()).thenComparing(d -> d.getMetadata().getNamespace());

  /** Looks where this operator may look: in the namespaces it serves. */
  static Optional<Rival> look(KubernetesClient client, OperatorConfig settings) {
    var places = settings.watchNamespaces().isEmpty()
        ? Stream.of(client.apps().deployments().inAnyNamespace())
        : settings.watchNamespaces().stream().map(n -> client.apps().deployments().inNamespace(n));
    return among(places.flatMap(p -> p.withLabels(LABELS).list().getItems().stream()).toList(), settings);
  }

  /** The oldest that runs and serves a namespace which this operator serves too. Pure. */
  static Optional<Rival> among(List<Deployment> operators, OperatorConfig settings) {
    var self = operators.stream().filter(d -> isSelf(d, settings)).findFirst();
    return self.flatMap(me -> operators.stream()
        .filter(d -> !isSelf(d, settings) && d.getSpec().getReplicas() > 0 && AGE.compare(d, me) < 0)
        .filter(d -> overlap(namespaces(d), settings.watchNamespaces())).min(AGE)
        .map(d -> new Rival(d.getMetadata().getNamespace(), d.getMetadata().getName())));
  }

  private static boolean isSelf(Deployment deployment, OperatorConfig settings) {
    return deployment.getMetadata().getNamespace().equals(settings.namespace())
        && deployment.getMetadata().getName().equals(settings.deployment());
  }

  private static boolean overlap(Set<String> theirs, Set<String> ours) {
    return theirs.isEmpty() || ours.isEmpty() || !Collections.disjoint(theirs, ours);
  }

  private static Set<String> namespaces(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().stream().flatMap(c -> c.getEnv().stream())
        .filter(e -> "WATCH_NAMESPACES".equals(e.getName())).map(EnvVar::getValue).findFirst()
        .map(OperatorConfig::namespaces).orElse(Set.of());
  }

  @Override
  public String toString() {
    return name + " in namespace " + namespace;
  }
}
