package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.operator.dataplane.PodStartFailure;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The proxy may run where the original may, and comes behind the Service where the original's rules keep it out. */
class ProxyPodTest {
  private static final String ORDERS = """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: orders
        generation: 1
        annotations: {a: b}
        managedFields:
        - {manager: helm, operation: Update, fieldsType: FieldsV1, fieldsV1: {"f:spec": {"f:replicas": {}}}}
      spec:
        replicas: 3
        template:
          metadata:
            labels: {app: orders}
            annotations: {sidecar.istio.io/inject: "false", kuma.io/gateway: enabled, prometheus.io/scrape: "true"}
          spec:
            containers: [{name: c}]
      %sstatus: {observedGeneration: 1, readyReplicas: 3, availableReplicas: 3}
      """;
  private static final String APART = """
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
          - {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: orders}}}
      """;
  private final Scene scene = new Scene();

  @Test
  void itRunsWhereAndAsWhomTheOriginalDoes() {
    var pod = proxy(orders("""
        nodeSelector: {pool: a}
        tolerations: [{key: dedicated, operator: Exists}]
        priorityClassName: high
        serviceAccountName: orders
        imagePullSecrets: [{name: registry}]
        affinity:
          nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}
          podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone}]}
        """));
    assertThat(pod.getSpec().getNodeSelector()).containsEntry("pool", "a");
    assertThat(pod.getSpec().getTolerations()).singleElement().returns("dedicated", t -> t.getKey());
    assertThat(pod.getSpec().getPriorityClassName()).isEqualTo("high");
    assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("orders");
    assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSpec().getImagePullSecrets()).singleElement().returns("registry", s -> s.getName());
    assertThat(pod.getSpec().getAffinity().getNodeAffinity()).isNotNull();
    assertThat(pod.getSpec().getAffinity().getPodAffinity()).isNull();
  }

  @Test
  void itHasTheAnnotationsOfMeshesOnly() {
    assertThat(proxy(orders("")).getMetadata().getAnnotations())
        .containsEntry("sidecar.istio.io/inject", "false").containsEntry("kuma.io/gateway", "enabled")
        .doesNotContainKey("prometheus.io/scrape");
  }

  @Test
  void whatAnAdminSetsComesBesideTheWorkloadsOwn() {
    var settings = OperatorConfig.from(Map.of("POD_NAMESPACE", "n", "PROXY_IMAGE", "proxy", "PROXY_POD", """
        {"labels":{"team":"tools","app":"x"},"annotations":{"a":"b","kuma.io/gateway":"x"},
         "resources":{"requests":{"cpu":"50m"}}}
        """));
    var pod = Proxy.of(Scene.swap("ada"), Workload.of(orders("")), List.of(new Route(8080, "192.0.2.1", 3000, 0)),
        settings).deployment().getSpec().getTemplate();
    assertThat(pod.getMetadata().getLabels()).containsEntry("team", "tools").containsEntry("app", "orders");
    assertThat(pod.getMetadata().getAnnotations()).containsEntry("a", "b").containsEntry("kuma.io/gateway", "enabled");
    assertThat(pod.getSpec().getContainers().getFirst().getResources().getRequests())
        .isEqualTo(Map.of("cpu", new Quantity("50m")));
  }

  @Test
  void whatAnAdminAdmitsComesBesideTheWorkloadsOwn() {
    var pod = adminsProxy("""
        nodeSelector: {pool: a}
        tolerations: [{key: dedicated, operator: Exists}]
        priorityClassName: high
        imagePullSecrets: [{name: registry}]
        """);
    assertThat(pod.getSpec().getNodeSelector()).isEqualTo(Map.of("pool", "a", "disk", "ssd"));
    assertThat(pod.getSpec().getTolerations()).extracting(t -> t.getKey()).containsExactly("dedicated", "spot");
    assertThat(pod.getSpec().getPriorityClassName()).isEqualTo("high");
    assertThat(pod.getSpec().getImagePullSecrets()).extracting(s -> s.getName()).containsExactly("registry", "mirror");
    assertThat(pod.getSpec().getSecurityContext()).returns(1000L, c -> c.getRunAsUser())
        .returns(null, c -> c.getRunAsGroup()).returns(2000L, c -> c.getFsGroup())
        .returns(true, c -> c.getRunAsNonRoot());
  }

  @Test
  void whatAnAdminAdmitsStandsWhereTheWorkloadSaysNothing() {
    var pod = adminsProxy("").getSpec();
    assertThat(pod.getNodeSelector()).isEqualTo(Map.of("pool", "b", "disk", "ssd"));
    assertThat(pod.getTolerations()).singleElement().returns("spot", t -> t.getKey());
    assertThat(pod.getPriorityClassName()).isEqualTo("low");
    assertThat(pod.getImagePullSecrets()).singleElement().returns("mirror", s -> s.getName());
  }

  private static PodTemplateSpec adminsProxy(String workload) {
    var settings = OperatorConfig.from(Map.of("POD_NAMESPACE", "n", "PROXY_IMAGE", "proxy", "PROXY_POD", """
        {"nodeSelector":{"pool":"b","disk":"ssd"},"tolerations":[{"key":"spot","operator":"Exists"}],
         "priorityClassName":"low","imagePullSecrets":[{"name":"mirror"}],
         "podSecurityContext":{"runAsUser":1000,"fsGroup":2000,"runAsNonRoot":false}}
        """));
    return Proxy.of(Scene.swap("ada"), Workload.of(orders(workload)), List.of(new Route(8080, "192.0.2.1", 3000, 0)),
        settings).deployment().getSpec().getTemplate();
  }

  @Test
  void itGetsLabelsThatARuleSelectsOnlyOnceItHasANode() {
    scene.orders = orders(APART);
    assertThat(proxy(scene.orders).getMetadata().getLabels()).containsOnlyKeys(Labels.SWAP);
    scene.executeStep();
    scene.proxyPods = List.of(scheduled(scene.proxyPods.getFirst()));

    assertThat(scene.decide()).returns(ConditionReason.ProxyStarting, Decision::reason)
        .satisfies(d -> assertThat(d.step()).isInstanceOf(Step.LabelProxies.class));
    scene.executeStep();
    assertThat(scene.proxyPods.getFirst().getMetadata().getLabels()).containsEntry("app", "orders");
    assertThat(scene.decide().step()).isInstanceOf(Step.Wait.class);
  }

  @Test
  void itGoesWithoutThemWhileTheyKeepTheOriginalOut() {
    itGetsLabelsThatARuleSelectsOnlyOnceItHasANode();
    var pod = scene.proxyPods.getFirst();
    for (var i = 0; i < 10; i++) {
      scene.runControllers();
      scene.executeStep();
    }
    scene.claim();
    scene.executeStep();
    scene.proxyPods = List.of(pod);
    scene.around.startFailure = Optional.of(new PodStartFailure("pod orders-1: Unschedulable", true));
    scene.executeStep();
    assertThat(pod.getMetadata().getLabels()).doesNotContainKey("app");
    assertThat(scene.decide().step()).isInstanceOf(Step.Wait.class);

    scene.around.startFailure = Optional.empty(); // it has a node, and the proxy answers until it is ready
    scene.executeStep();
    assertThat(pod.getMetadata().getLabels()).containsEntry("app", "orders");
    assertThat(scene.decide().step()).isInstanceOf(Step.Wait.class);
  }

  @Test
  void theSchedulersWordsAreTold() {
    scene.executeStep();
    scene.proxyPods = List.of(new PodBuilder(scene.proxyPods.getFirst()).withNewStatus().addNewCondition()
        .withType("PodScheduled").withStatus("False").withReason("Unschedulable")
        .withMessage("0/1 nodes are available: 1 node(s) had untolerated taint.").endCondition().endStatus().build());
    assertThat(scene.decide()).returns(ConditionReason.ProxyStarting, Decision::reason)
        .satisfies(d -> assertThat(d.says().message()).contains("0/1 nodes are available: 1 node(s) had untolerated"));
  }

  private static PodTemplateSpec proxy(Deployment orders) {
    return Proxy.of(Scene.swap("ada"), Workload.of(orders), List.of(new Route(8080, "192.0.2.1", 3000, 0)),
        Scene.SETTINGS).deployment().getSpec().getTemplate();
  }

  private static Pod scheduled(Pod pod) {
    return new PodBuilder(pod).editMetadata().addToLabels(Labels.SWAP, "orders").endMetadata().withNewStatus()
        .addNewCondition().withType("PodScheduled").withStatus("True").endCondition().endStatus().build();
  }

  private static Deployment orders(String spec) {
    return Serialization.unmarshal(ORDERS.formatted(spec.indent(6)), Deployment.class);
  }
}
