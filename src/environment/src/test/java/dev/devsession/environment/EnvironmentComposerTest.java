package dev.devsession.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** In which order variables come about, which one wins, and what is said of those that can't be known. */
class EnvironmentComposerTest {
  private static final String MAY_NOT = "you may not get secrets";
  private static final Service ORDERS = Yaml.read("""
      metadata: {name: my-orders, namespace: shop}
      spec: {clusterIP: 10.0.0.7, ports: [{name: web-in, port: 8080}, {port: 53, protocol: UDP}]}""", Service.class);
  private static final Service API = Yaml.read("""
      metadata: {name: kubernetes, namespace: default}
      spec: {clusterIP: 10.0.0.1, ports: [{name: https, port: 443}]}""", Service.class);
  private static final Service HEADLESS = Yaml.read("""
      metadata: {name: stock, namespace: shop}
      spec: {clusterIP: None, ports: [{port: 80}]}""", Service.class);

  private final Map<String, ObjectLookup<ConfigMap>> configMaps = new LinkedHashMap<>();
  private final Map<String, ObjectLookup<Secret>> secrets = new LinkedHashMap<>();
  private List<Service> services = List.of();

  @Test
  void theLaterSourceWinsAndEachEntryGetsThePrefixOfItsSource() {
    configMap("a", Map.of("X", "a", "Y", "a"));
    configMap("b", Map.of("X", "b"));

    assertThat(values("envFrom: [{configMapRef: {name: a}}, {configMapRef: {name: b}}, "
        + "{prefix: P_, configMapRef: {name: a}}]"))
        .isEqualTo(Map.of("X", "b", "Y", "a", "P_X", "a", "P_Y", "a"));
  }

  @Test
  void binaryDataIsNoVariable() {
    configMaps.put("a", new ObjectLookup.Found<>(new ConfigMapBuilder().addToData("X", "1")
        .addToBinaryData("Y", "AA==").build()));

    assertThat(values("envFrom: [{configMapRef: {name: a}}]")).isEqualTo(Map.of("X", "1"));
  }

  @Test
  void declaredVariablesOverrideSourcesAndTheLastOneOfANameWins() {
    configMap("a", Map.of("X", "a"));

    assertThat(values("{envFrom: [{configMapRef: {name: a}}], env: [{name: Y, value: $(X)}, {name: X, value: b}, "
        + "{name: X, value: $(X)c}]}")).isEqualTo(Map.of("Y", "a", "X", "bc"));
  }

  @Test
  void referencesSeeOnlyWhatIsSetSoFarAndThenServiceLinks() {
    services = List.of(ORDERS);

    assertThat(values("env: [{name: A, value: $(B)}, {name: B, value: b}, {name: C, value: $(MY_ORDERS_SERVICE_HOST)}, "
        + "{name: MY_ORDERS_SERVICE_HOST, value: own}, {name: D, value: $(MY_ORDERS_SERVICE_HOST)}]"))
        .containsEntry("A", "$(B)").containsEntry("C", "10.0.0.7").containsEntry("D", "own")
        .containsEntry("MY_ORDERS_SERVICE_HOST", "own");
  }

  @Test
  void whatComesFromElsewhereIsNotExpanded() {
    configMap("a", Map.of("X", "$(B)"));

    assertThat(values("env: [{name: B, value: b}, {name: C, valueFrom: {configMapKeyRef: {name: a, key: X}}}]"))
        .containsEntry("C", "$(B)");
  }

  @Test
  void aMissingOptionalEntryLeavesTheValueOfASourceStanding() {
    configMap("a", Map.of("X", "a"));

    assertThat(values("{envFrom: [{configMapRef: {name: a}}, {secretRef: {name: none, optional: true}}], env: ["
        + "{name: X, valueFrom: {configMapKeyRef: {name: a, key: Z, optional: true}}}, "
        + "{name: Y, valueFrom: {secretKeyRef: {name: none, key: Z, optional: true}}}]}")).isEqualTo(Map.of("X", "a"));
  }

  @Test
  void aMissingEntryThatIsNotOptionalIsNamedWithItsReason() {
    configMap("a", Map.of());

    var made = compose("{envFrom: [{secretRef: {name: none}}], env: ["
        + "{name: X, valueFrom: {configMapKeyRef: {name: a, key: Z}}}]}");

    assertThat(made.variables()).singleElement().satisfies(v -> assertThat(v.content())
        .isEqualTo(new Variable.Unknown("it has no such key, and without it the container can't start")));
    assertThat(made.gaps()).containsExactly(new ContainerEnvironment.Gap("Secret none", KeyedData.DOES_NOT_EXIST));
  }

  @Test
  void aRefusedSecretMakesAllThatDependsOnItUnknownAndNothingElse() {
    secrets.put("db", new ObjectLookup.Refused<>(MAY_NOT));

    var made = compose("env: [{name: PW, valueFrom: {secretKeyRef: {name: db, key: pw}}}, "
        + "{name: URL, value: 'pg://$(PW)@db'}, {name: X, value: x}]");

    assertThat(made.variables()).filteredOn(v -> v.content().equals(new Variable.Unknown(MAY_NOT)))
        .extracting(Variable::name, Variable::secret)
        .containsExactly(org.assertj.core.api.Assertions.tuple("PW", true),
            org.assertj.core.api.Assertions.tuple("URL", true));
    assertThat(known(made)).isEqualTo(Map.of("X", "x"));
  }

  @Test
  void aReferenceThatARefusedSourceMayDefineIsUnknown() {
    secrets.put("db", new ObjectLookup.Refused<>(MAY_NOT));

    var made = compose("{envFrom: [{secretRef: {name: db}}], env: [{name: URL, value: 'pg://$(PW)@db'}, "
        + "{name: X, value: x}, {name: Y, value: $(X)}]}");

    assertThat(made.gaps()).containsExactly(new ContainerEnvironment.Gap("Secret db", MAY_NOT));
    assertThat(known(made)).isEqualTo(Map.of("X", "x", "Y", "x"));
  }

  @Test
  void aValueThatContainsASecretIsSecret() {
    secrets.put("db", new ObjectLookup.Found<>(secret("pw", "s3cret".getBytes(StandardCharsets.UTF_8))));

    var made = compose("env: [{name: PW, valueFrom: {secretKeyRef: {name: db, key: pw}}}, "
        + "{name: URL, value: 'pg://$(PW)@db'}, {name: AGAIN, value: '$(URL)/x'}, {name: X, value: x}]");

    assertThat(known(made)).containsEntry("AGAIN", "pg://s3cret@db/x");
    assertThat(made.variables()).filteredOn(Variable::secret).extracting(Variable::name)
        .containsExactly("PW", "URL", "AGAIN");
  }

  @Test
  void bytesThatAreNoTextAreNoValue() {
    secrets.put("db", new ObjectLookup.Found<>(secret("pw", new byte[]{(byte) 0xff})));

    assertThat(compose("envFrom: [{secretRef: {name: db}}]").variables()).singleElement()
        .satisfies(v -> assertThat(v.content()).isInstanceOf(Variable.Unknown.class));
  }

  @Test
  void serviceLinksAreThoseOfKubernetesAndOfDocker() {
    services = List.of(ORDERS, HEADLESS, API);

    assertThat(values("{}")).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
        Map.entry("KUBERNETES_SERVICE_HOST", "10.0.0.1"), Map.entry("KUBERNETES_SERVICE_PORT", "443"),
        Map.entry("KUBERNETES_SERVICE_PORT_HTTPS", "443"), Map.entry("KUBERNETES_PORT", "tcp://10.0.0.1:443"),
        Map.entry("KUBERNETES_PORT_443_TCP", "tcp://10.0.0.1:443"), Map.entry("KUBERNETES_PORT_443_TCP_PROTO", "tcp"),
        Map.entry("KUBERNETES_PORT_443_TCP_PORT", "443"), Map.entry("KUBERNETES_PORT_443_TCP_ADDR", "10.0.0.1"),
        Map.entry("MY_ORDERS_SERVICE_HOST", "10.0.0.7"), Map.entry("MY_ORDERS_SERVICE_PORT", "8080"),
        Map.entry("MY_ORDERS_SERVICE_PORT_WEB_IN", "8080"), Map.entry("MY_ORDERS_PORT", "tcp://10.0.0.7:8080"),
        Map.entry("MY_ORDERS_PORT_8080_TCP", "tcp://10.0.0.7:8080"),
        Map.entry("MY_ORDERS_PORT_8080_TCP_PROTO", "tcp"), Map.entry("MY_ORDERS_PORT_8080_TCP_PORT", "8080"),
        Map.entry("MY_ORDERS_PORT_8080_TCP_ADDR", "10.0.0.7"),
        Map.entry("MY_ORDERS_PORT_53_UDP", "udp://10.0.0.7:53"), Map.entry("MY_ORDERS_PORT_53_UDP_PROTO", "udp"),
        Map.entry("MY_ORDERS_PORT_53_UDP_PORT", "53"), Map.entry("MY_ORDERS_PORT_53_UDP_ADDR", "10.0.0.7")));
  }

  @Test
  void withoutServiceLinksOnlyTheApiServersRemain() {
    services = List.of(ORDERS, API);

    var made = compose("{}", "enableServiceLinks: false,", s -> s.getSpec().getClusterIP());

    assertThat(made.variables()).isNotEmpty().allMatch(v -> v.name().startsWith("KUBERNETES_"));
  }

  @Test
  void serviceLinksAndWhatRefersToThemLeadWhereTheServiceAnswers() {
    services = List.of(ORDERS);

    var made = compose("env: [{name: URL, value: 'http://$(MY_ORDERS_SERVICE_HOST)'}]", "", s -> "127.1.2.3");

    assertThat(known(made)).containsEntry("MY_ORDERS_PORT", "tcp://127.1.2.3:8080").containsEntry("URL",
        "http://127.1.2.3");
    assertThat(made.variables()).extracting(Variable::origin)
        .contains(new Origin.ServiceLink("my-orders", true));
  }

  @Test
  void addressesOfVersionSixStandInBracketsInUrlsOnly() {
    services = List.of(ORDERS);

    assertThat(known(compose("{}", "", s -> "fd00::7"))).containsEntry("MY_ORDERS_PORT", "tcp://[fd00::7]:8080")
        .containsEntry("MY_ORDERS_SERVICE_HOST", "fd00::7");
  }

  @Test
  void aKeyOfAFileIsNamedAsNotAvailable() {
    var made = compose("env: [{name: X, valueFrom: {fileKeyRef: {volumeName: v, path: a/b, key: K}}}]");

    assertThat(made.variables()).singleElement().satisfies(v -> {
      assertThat(v.origin()).isEqualTo(new Origin.FileKey("v", "a/b", "K"));
      assertThat(v.content()).isInstanceOf(Variable.Unknown.class);
    });
  }

  private void configMap(String name, Map<String, String> data) {
    configMaps.put(name, new ObjectLookup.Found<>(new ConfigMapBuilder().withData(data).build()));
  }

  private static Secret secret(String key, byte[] value) {
    return new SecretBuilder().addToData(key, Base64.getEncoder().encodeToString(value)).build();
  }

  private Map<String, String> values(String container) {
    var made = compose(container);
    assertThat(made.gaps()).isEmpty();
    return known(made);
  }

  private static Map<String, String> known(ContainerEnvironment made) {
    return made.variables().stream().filter(v -> v.value().isPresent())
        .collect(Collectors.toMap(Variable::name, v -> v.value().get()));
  }

  private ContainerEnvironment compose(String container) {
    return compose(container, "", s -> s.getSpec().getClusterIP());
  }

  private ContainerEnvironment compose(String container, String spec, Function<Service, String> hosts) {
    var one = Yaml.read(container, Container.class);
    var pod = Yaml.read("{metadata: {name: p, namespace: shop}, spec: {" + spec + " containers: []}}",
        Pod.class);
    pod.getSpec().setContainers(List.of(one));
    return EnvironmentComposer.compose(WorkloadPod.of(pod), one,
        new ReadObjects(configMaps, secrets, services, new ObjectLookup.Absent<>()), hosts);
  }
}
