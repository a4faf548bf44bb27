package dev.devsession.crash;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;

/** The users' workloads on a stage, each created and owned in another of the ways that users have. */
final class SampleWorkloads {
  private final Stage stage;
  private final KubernetesClient client;
  private final String namespace;
  private final int firstPort;

  SampleWorkloads(Stage stage) {
    this.stage = stage;
    client = stage.client();
    namespace = stage.namespace();
    firstPort = stage.firstPort();
  }

  /** Creates those that don't exist, and returns when all are available. */
  void create() {
    stage.createNamespace(namespace);
    if (client.apps().deployments().inNamespace(namespace).withName("orders").get() == null) {
      applied("orders", "argocd-controller");
      applied("orders", "flux");
      service("orders", 1);
    }
    if (client.apps().statefulSets().inNamespace(namespace).withName("stock").get() == null) {
      created("StatefulSet", "stock", "replicas: 1, serviceName: stock,", "helm");
      service("stock", 2);
    }
    if (client.apps().deployments().inNamespace(namespace).withName("cart").get() == null) {
      created("Deployment", "cart", "", "kubectl-client-side-apply");
      scaled("cart", 3, "kube-controller-manager");
      service("cart", 3);
    }
    Patience.await("workloads").until(this::areAvailable);
  }

  private boolean areAvailable() {
    return client.apps().deployments().inNamespace(namespace).list().getItems().stream()
        .allMatch(d -> d.getStatus() != null && d.getMetadata().getGeneration().equals(d.getStatus()
            .getObservedGeneration()) && d.getSpec().getReplicas().equals(d.getStatus().getAvailableReplicas()))
        && client.apps().statefulSets().inNamespace(namespace).list().getItems().stream()
            .allMatch(s -> s.getStatus() != null && s.getSpec().getReplicas().equals(s.getStatus()
                .getAvailableReplicas()));
  }

  private void applied(String name, String manager) {
    client.resource(manifest("Deployment", name, "replicas: 2,")).inNamespace(namespace).fieldManager(manager)
        .serverSideApply();
  }

  private void created(String kind, String name, String spec, String manager) {
    client.raw("/apis/apps/v1/namespaces/" + namespace + "/" + kind.toLowerCase() + "s?fieldManager=" + manager, "POST",
        Serialization.unmarshal(manifest(kind, name, spec), GenericKubernetesResource.class));
  }

  /** As a HorizontalPodAutoscaler does. */
  private void scaled(String name, int replicas, String manager) {
    path("Deployment", name).subresource("scale").patch(new PatchContext.Builder()
        .withPatchType(PatchType.JSON_MERGE).withFieldManager(manager).build(),
        "{\"spec\":{\"replicas\":" + replicas + "}}");
  }

  private Resource<GenericKubernetesResource> path(
      String kind, String name) {
    return client.genericKubernetesResources("apps/v1", kind).inNamespace(namespace).withName(name);
  }

  private void service(String name, int port) {
    if (client.services().inNamespace(namespace).withName(name).get() != null) {
      return;
    }
    client.services().inNamespace(namespace).load(new ByteArrayInputStream("""
        apiVersion: v1
        kind: Service
        metadata: {name: %1$s}
        spec: {selector: {app: %1$s}, ports: [{name: http, port: %2$d, targetPort: http}]}
        """.formatted(name, firstPort + port).getBytes())).create();
  }

  private String manifest(String kind, String name, String spec) {
    return """
        apiVersion: apps/v1
        kind: %1$s
        metadata: {name: %2$s, labels: {app: %2$s}, annotations: {team: shop}}
        spec:
          {%3$s selector: {matchLabels: {app: %2$s}},
          template: {metadata: {labels: {app: %2$s}},
          spec: {containers: [{name: app, image: shop, ports: [{name: http, containerPort: 8080}]}]}}}
        """.formatted(kind, name, spec);
  }
}
