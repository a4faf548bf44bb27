package dev.devsession.operator.drift;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;

/** The kinds of controllers that keep resetting the replicas of a workload. */
enum ControllerKind {
  ARGO_CLIENT_SIDE,
  ARGO_SERVER_SIDE,
  FLUX,
  OPERATOR,
  AUTOSCALER;

  /** Argo CD waits 5 s by default, and Flux an interval of minutes. */
  private static final Duration SOON = Duration.ofMillis(200);

  /** A controller of the Deployment orders in the namespace; not started yet. */
  CompetingController create(KubernetesClient client, String namespace) {
    var orders = LiveObject.of(client, namespace, Orders.deployment());
    return switch (this) {
      case ARGO_CLIENT_SIDE -> ArgoSelfHeal.clientSide(orders, manifest(), SOON);
      case ARGO_SERVER_SIDE -> ArgoSelfHeal.serverSide(orders, manifest(), SOON);
      case FLUX -> new FluxKustomization(orders, manifest(), SOON);
      case OPERATOR -> new OwningOperator(orders, Orders.deployment());
      case AUTOSCALER -> {
        createAutoscaler(client, namespace, 0);
        yield new Autoscaler(orders, Json.with(Orders.deployment(), "/spec/replicas", 1), Orders.REPLICAS);
      }
    };
  }

  /** The manifest in Git. */
  Map<String, Object> manifest() {
    return this == FLUX ? Orders.deploymentByFlux() : Orders.deployment();
  }

  /** Creates a HorizontalPodAutoscaler for the Deployment orders. */
  static void createAutoscaler(KubernetesClient client, String namespace, int minReplicas) {
    client.resource(new HorizontalPodAutoscalerBuilder().withNewMetadata().withNamespace(namespace).withName("orders")
        .endMetadata().withNewSpec().withMinReplicas(minReplicas).withMaxReplicas(10).withNewScaleTargetRef()
        .withApiVersion("apps/v1").withKind("Deployment").withName("orders").endScaleTargetRef().addNewMetric()
        .withType("External").withNewExternal().withNewMetric().withName("queue").endMetric().withNewTarget()
        .withType("Value").withNewValue("10").endTarget().endExternal().endMetric().endSpec().build()).create();
  }
}
