package dev.devsession.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.restore.Ownership;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

/** The fields that the cache drops change no decision. */
class CacheTransformTest {
  private static final String METADATA = """
      metadata:
        name: orders
        namespace: shop
        uid: "1"
        resourceVersion: "7"
        generation: 2
        labels: {app: orders}
        annotations:
          kubectl.kubernetes.io/last-applied-configuration: "{...}"
          argocd.argoproj.io/tracking-id: "shop:orders"
        managedFields:
        - {manager: kubectl, operation: Update, apiVersion: apps/v1, time: "2026-01-01T00:00:00Z", fieldsType: FieldsV1,
           fieldsV1: {"f:metadata": {"f:labels": {}}, "f:spec": {"f:replicas": {}, "f:template": {"f:spec": {}}}}}
        - {manager: controller, operation: Update, apiVersion: apps/v1, subresource: status, fieldsType: FieldsV1,
           fieldsV1: {"f:status": {"f:replicas": {}}}}
      """;
  private static final String DEPLOYMENT = "apiVersion: apps/v1\nkind: Deployment\n" + METADATA + """
      spec:
        replicas: 3
        selector: {matchLabels: {app: orders}}
        template:
          metadata:
            labels: {app: orders, tier: back}
            annotations: {linkerd.io/inject: enabled, checksum/config: 1f0c}
          spec:
            serviceAccountName: orders
            priorityClassName: high
            nodeSelector: {pool: a}
            tolerations: [{key: dedicated, operator: Exists}]
            imagePullSecrets: [{name: registry}]
            affinity:
              nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}
              podAntiAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                - {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: orders}}}
            initContainers:
            - {name: sqlproxy, image: sql, restartPolicy: Always, ports: [{name: sql, containerPort: 5432}]}
            - {name: migrate, image: migrate}
            containers:
            - name: app
              image: orders
              env: [{name: A, value: b}]
              ports: [{name: http, containerPort: 8080}]
              livenessProbe: {httpGet: {port: 8443, scheme: HTTPS, path: /secret-path}}
              readinessProbe: {httpGet: {port: http, path: /ready}}
            - {name: helper, image: helper, ports: [{containerPort: 9090, protocol: UDP}]}
            volumes: [{name: tmp, emptyDir: {}}]
      status:
        observedGeneration: 2
        availableReplicas: 3
        conditions: [{type: Available, status: "True"}, {type: ReplicaFailure, status: "True", message: no quota}]
      """;

  @Test
  void workloadKeepsAllThatDecisionsDependOn() {
    var whole = Workload.of(read(DEPLOYMENT, Deployment.class));
    var kept = Workload.of(CacheTransform.of(read(DEPLOYMENT, Deployment.class)));

    assertThat(kept).usingRecursiveComparison().ignoringFields("metadata").isEqualTo(whole);
    assertThat(kept.tlsProbes()).containsExactly("8443");
    assertThat(Ownership.REPLICAS.owners(kept.metadata().getManagedFields())).hasSize(1)
        .isEqualTo(Ownership.REPLICAS.owners(whole.metadata().getManagedFields()));
    assertThat(kept.metadata().getResourceVersion()).isEqualTo("7");
    assertThat(kept.metadata().getAnnotations()).containsOnlyKeys("argocd.argoproj.io/tracking-id");
  }

  @Test
  void deploymentKeepsTheReasonWhyItHasNoPods() {
    assertThat(CacheTransform.of(read(DEPLOYMENT, Deployment.class)).getStatus().getConditions()).singleElement()
        .satisfies(c -> assertThat(c.getMessage()).isEqualTo("no quota"));
  }

  @Test
  void workloadDropsEverythingElse() {
    assertThat(Serialization.asYaml(CacheTransform.of(read(DEPLOYMENT, Deployment.class)))).doesNotContain("image:",
        "migrate", "checksum", "env:",
        "volumes", "-path", "/ready", "last-applied", "f:template", "f:labels", "subresource");
  }

  @Test
  void serviceKeepsAllThatRoutesDependOn() {
    var text = "apiVersion: v1\nkind: Service\n" + METADATA
        + "spec: {type: ClusterIP, clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1], selector: {app: orders}, "
        + "ports: [{name: http, port: 80, targetPort: http, nodePort: 30080}]}\n";
    var whole = read(text, Service.class).getSpec();
    var kept = CacheTransform.of(read(text, Service.class)).getSpec();

    assertThat(kept.getSelector()).isEqualTo(whole.getSelector());
    assertThat(kept.getPorts()).isEqualTo(whole.getPorts());
    assertThat(kept.getType()).isEqualTo("ClusterIP");
    assertThat(kept.getClusterIP()).isEqualTo("10.0.0.1");
  }

  @Test
  void endpointSliceKeepsItsServiceAndTheReadinessOfItsPods() {
    var slice = CacheTransform.of(read("apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\n"
        + METADATA.replace("{app: orders}", "{kubernetes.io/service-name: orders}") + """
            addressType: IPv4
            endpoints:
            - {addresses: [10.1.0.1], conditions: {ready: true}, targetRef: {kind: Pod, name: orders-1, uid: "2"}}
            - {addresses: [10.1.0.2], conditions: {ready: false}}
            """, EndpointSlice.class));

    assertThat(ClusterView.serviceOf(slice)).isEqualTo("orders");
    assertThat(slice.getEndpoints()).extracting(e -> e.getConditions().getReady()).containsExactly(true, false);
    assertThat(slice.getEndpoints().get(0).getTargetRef().getName()).isEqualTo("orders-1");
    assertThat(slice.getEndpoints().get(1).getAddresses()).containsExactly("10.1.0.2");
  }

  @Test
  void swapKeepsItsMetadata() {
    var text = "apiVersion: devsession.dev/v1alpha1\nkind: Swap\n" + METADATA + "spec: {claims: []}\n";
    var whole = read(text, Swap.class);
    whole.getMetadata().setManagedFields(java.util.List.of()); // none written back leaves them as they are

    assertThat(CacheTransform.of(read(text, Swap.class)).getMetadata()).isEqualTo(whole.getMetadata());
  }

  private static <T extends HasMetadata> T read(String yaml, Class<T> type) {
    return Serialization.unmarshal(yaml, type);
  }
}
