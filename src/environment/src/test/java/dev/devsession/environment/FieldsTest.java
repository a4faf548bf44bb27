package dev.devsession.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields of pods and resources of containers in variables. */
class FieldsTest {
  private static final String SPEC = """
      containers:
      - name: app
        resources:
          limits: {cpu: 1500m, memory: 100Mi, hugepages-2Mi: 4Mi}
          requests: {cpu: 250m}
      - name: bare
      initContainers: [{name: init}]
      """;
  private static final WorkloadPod POD = WorkloadPod.of(Yaml.read("""
      metadata:
        {name: orders-1, namespace: shop, uid: u-1, labels: {app: orders}, annotations: {a.b/c: "x'y"}}
      spec: {nodeName: node-1, serviceAccountName: teller, %s}
      status:
        {podIP: 10.1.0.5, podIPs: [{ip: 10.1.0.5}, {ip: "fd00::5"}], hostIP: 192.0.2.1, hostIPs: [{ip: 192.0.2.1}]}
      """.formatted("containers: []"), Pod.class));
  private static final WorkloadPod TEMPLATE = WorkloadPod.of("Deployment/orders", "shop",
      Yaml.read("{metadata: {labels: {app: orders}}, spec: {containers: []}}", PodTemplateSpec.class));

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "metadata.name | orders-1", "metadata.namespace | shop", "metadata.uid | u-1", "metadata.labels['app'] | orders",
      "metadata.annotations['a.b/c'] | x'y", "metadata.labels['none'] | \"\"", "spec.nodeName | node-1",
      "spec.host | node-1", "spec.serviceAccountName | teller", "status.podIP | 10.1.0.5",
      "status.podIPs | 10.1.0.5,fd00::5", "status.hostIP | 192.0.2.1", "status.hostIPs | 192.0.2.1"})
  void aPodHasEachField(String path, String value) {
    assertThat(PodFields.variable("X", path, POD).value()).contains(value);
  }

  @ParameterizedTest
  @CsvSource({"metadata.name", "metadata.uid", "spec.nodeName", "status.podIP", "status.podIPs", "status.hostIP",
      "status.hostIPs"})
  void aTemplateHasNoFieldThatOnlyAPodHas(String path) {
    assertThat(PodFields.variable("X", path, TEMPLATE).content())
        .isEqualTo(new Variable.Unknown("only a running pod has it, and none runs"));
  }

  @Test
  void aTemplateHasTheOthers() {
    assertThat(PodFields.variable("X", "metadata.namespace", TEMPLATE).value()).contains("shop");
    assertThat(PodFields.variable("X", "metadata.labels['app']", TEMPLATE).value()).contains("orders");
    assertThat(PodFields.variable("X", "spec.serviceAccountName", TEMPLATE).value()).contains("default");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "app | limits.cpu | | 2", "app | limits.cpu | 1m | 1500", "app | limits.cpu | 700m | 3",
      "app | requests.cpu | 1m | 250", "app | requests.memory | 1Mi | 100", "app | limits.memory | | 104857600",
      "app | limits.memory | 1Mi | 100", "app | limits.memory | 3Mi | 34", "app | limits.hugepages-2Mi | 1Mi | 4",
      "app | limits.ephemeral-storage | 1Gi | 9", "bare | limits.cpu | | 4", "bare | limits.memory | 1Gi | 8",
      "bare | requests.cpu | | 0", "init | limits.cpu | | 0"})
  void aResourceIsDividedAndRoundedUpAndItsLimitIsTheNodesOtherwise(String container, String resource, String divisor,
      String value) {
    assertThat(resource(SPEC, container, resource, divisor, node())).contains(value);
  }

  @Test
  void aPodsOwnLimitComesBeforeTheNodes() {
    assertThat(resource(SPEC + "resources: {limits: {cpu: 3}}", "bare", "limits.cpu", null, node())).contains("3");
    assertThat(resource(SPEC + "resources: {limits: {cpu: 3}}", "app", "limits.cpu", null, node())).contains("2");
  }

  @Test
  void theNodeIsNeededOnlyForALimitThatNeitherContainerNorPodHas() {
    var refused = new ObjectLookup.Refused<Map<String, Quantity>>("you may not get nodes");

    assertThat(resource(SPEC, "app", "limits.cpu", null, refused)).contains("2");
    assertThat(resource(SPEC, "bare", "requests.memory", null, refused)).contains("0");
    assertThat(resource(SPEC, "bare", "limits.cpu", null, refused)).isEmpty();
  }

  private static ObjectLookup<Map<String, Quantity>> node() {
    return new ObjectLookup.Found<>(Map.of("cpu", new Quantity("3500m"), "memory", new Quantity("7950Mi"),
        "ephemeral-storage", new Quantity("9Gi"), "hugepages-2Mi", new Quantity("64Mi")));
  }

  private static Optional<String> resource(String spec, String container, String resource, String divisor,
      ObjectLookup<Map<String, Quantity>> node) {
    var pod = WorkloadPod.of(Yaml.read("metadata: {name: p, namespace: shop}\nspec:\n"
        + spec.indent(2), Pod.class));
    var reference = new ResourceFieldSelector(container, divisor == null ? null : new Quantity(divisor), resource);
    return ResourceFields.variable("X", pod, new Container(), reference, node).value();
  }
}
