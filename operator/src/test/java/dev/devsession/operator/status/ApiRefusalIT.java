package dev.devsession.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.operator.DevSessionOperator;
import dev.devsession.operator.StartedOperator;
import io.fabric8.kubeapitest.junit.EnableKubeAPIServer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What follows when admission policies and webhooks of a real API server refuse what the operator writes. */
@EnableKubeAPIServer
class ApiRefusalIT {
  private static final String POLICY = """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: fault-%1$s}
      spec:
        matchConstraints:
          resourceRules:
          - {apiGroups: ["%2$s"], apiVersions: ["*"], operations: [%3$s], resources: [%4$s]}
        validations: [{expression: "%5$s", message: "house rule: not here"}]
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: fault-%1$s}
      spec:
        policyName: fault-%1$s
        validationActions: [Deny]
        matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}}
      """;
  private static final String SHOP = """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: orders}
      spec:
        replicas: 2
        selector: {matchLabels: {app: orders}}
        template: {metadata: {labels: {app: orders}}, spec: {containers: [{name: c, image: none}]}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: orders}
      spec: {selector: {app: orders}, ports: [{name: http, port: 30480, targetPort: 8080}]}
      """;
  private static final String SESSION = """
      apiVersion: devsession.dev/v1alpha1
      kind: DevSession
      metadata: {name: ada}
      spec:
        services: [{name: orders, ports: [{name: http, hostPort: 3000}]}]
        transport: %s
      """;
  private static final String DIRECT = "{type: Direct, hostAddress: 192.0.2.1}";
  private static final String NOT_TO_ZERO = "object.spec.replicas != 0";
  private static final String WEBHOOK = """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: gone}
      webhooks:
      - name: gone.example.org
        clientConfig: {url: "https://127.0.0.1:1/"}
        namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: webhook}}
        rules: [{apiGroups: [apps], apiVersions: ["*"], operations: ["*"], resources: [deployments]}]
        sideEffects: None
        admissionReviewVersions: [v1]
      """;
  private static final String READY_PROXY = """
      apiVersion: v1
      kind: Pod
      metadata:
        name: devsession-orders-1
        labels: {devsession.dev/swap: orders}
        annotations: {devsession.dev/hash: %s}
      spec: {containers: [{name: proxy, image: none}]}
      ---
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: orders-1, labels: {kubernetes.io/service-name: orders}}
      addressType: IPv4
      endpoints:
      - {addresses: [10.1.0.1], conditions: {ready: true}, targetRef: {kind: Pod, name: devsession-orders-1}}
      """;
  /** Sooner than an unexpected error is reported. */
  private static final Duration SECONDS = Duration.ofSeconds(10);
  static KubernetesClient client;
  private static DevSessionOperator operator;

  @BeforeAll
  static void start() {
    operator = StartedOperator.start(client);
  }

  @AfterAll
  static void stop() {
    operator.close();
  }

  @Test
  void aRefusedGatewayIsSaidInThePolicysWordsAndPassesWithIt() {
    begin("session");
    var policy = policy("session", "", "CREATE", "services", "false");
    client.load(stream(SESSION.formatted("{type: Tunnel}"))).inNamespace("session").create();

    await().atMost(SECONDS).untilAsserted(() -> assertRefused(ready("session"), "house rule: not here"));
    policy.run();
    await().untilAsserted(() -> assertThat(ready("session")).map(Condition::reason).contains("GatewayStarting"));
  }

  @Test
  void aRefusedNodePortServiceIsSaidInThePolicysWords() {
    begin("node-port");
    policy("node-port", "", "CREATE", "services", "false");
    client.load(stream(SESSION.formatted("{type: Direct, hostAddress: 192.0.2.1}\n  names: {via: NodePort}")))
        .inNamespace("node-port").create();

    await().atMost(SECONDS).untilAsserted(() -> assertRefused(ready("node-port"), "house rule: not here"));
  }

  @Test
  void aRefusedProxyIsSaidInSwapAndSession() {
    begin("swap");
    var policy = policy("swap", "", "CREATE", "configmaps", "false");
    client.load(stream(SESSION.formatted(DIRECT))).inNamespace("swap").create();

    await().atMost(SECONDS).untilAsserted(() -> assertRefused(swapped("swap"), "house rule: not here"));
    await().atMost(SECONDS).untilAsserted(() -> assertRefused(ready("swap"), "house rule: not here"));
    policy.run();
    await().untilAsserted(() -> assertThat(swapped("swap")).map(Condition::reason).contains("ProxyStarting"));
    await().untilAsserted(() -> assertThat(ready("swap")).map(Condition::reason).contains("ProxyStarting"));
  }

  @Test
  void aWorkloadThatMayNotBeScaledDownGetsNoProxy() {
    begin("scale");
    policy("scale", "apps", "UPDATE", "deployments", NOT_TO_ZERO);
    var before = orders("scale").getMetadata().getResourceVersion();
    client.load(stream(SESSION.formatted(DIRECT))).inNamespace("scale").create();

    await().atMost(SECONDS).untilAsserted(() -> assertRefused(ready("scale"), "house rule: not here"));
    assertThat(client.apps().deployments().inNamespace("scale").withName("devsession-orders").get()).isNull();
    assertThat(orders("scale").getMetadata().getResourceVersion()).isEqualTo(before);
  }

  @Test
  void aWebhookThatCanNotBeCalledIsSaid() {
    begin("webhook");
    var webhook = client.load(stream(WEBHOOK));
    webhook.create();
    await().until(() -> isRefused("webhook", "deployments", "failed calling webhook"));
    client.load(stream(SESSION.formatted(DIRECT))).inNamespace("webhook").create();

    await().atMost(SECONDS).untilAsserted(() -> assertRefused(ready("webhook"), "failed calling webhook"));
    webhook.delete();
  }

  /** As by a policy that comes after the proxy, or a webhook that takes no dry run. */
  @Test
  void theProxyLeavesTheServiceWhenTheWorkloadMayNotBeScaledDown() {
    begin("late");
    client.load(stream(SESSION.formatted(DIRECT))).inNamespace("late").create();
    var proxies = client.apps().deployments().inNamespace("late");
    var proxy = await().until(() -> proxies.withName("devsession-orders").get(), Objects::nonNull);
    policy("late", "apps", "UPDATE", "deployments", NOT_TO_ZERO);
    var hash = proxy.getSpec().getTemplate().getMetadata().getAnnotations().get(Annotations.HASH);
    client.load(stream(READY_PROXY.formatted(hash))).inNamespace("late").create();

    await().untilAsserted(() -> assertThat(swapped("late")).map(Condition::message)
        .hasValueSatisfying(m -> assertThat(m).contains("house rule: not here", "Next attempt")));
    await().until(() -> proxies.withName("devsession-orders").get() == null);
    await().untilAsserted(() -> assertThat(ready("late")).map(Condition::reason).contains("ScaleDownRefused"));
    assertThat(orders("late").getSpec().getReplicas()).isEqualTo(2);
    assertThat(orders("late").getMetadata().getAnnotations()).isNullOrEmpty();
  }

  /** The framework asks for no status then. */
  @Test
  void aRefusalInTheEndIsSaidToo() {
    begin("end");
    client.load(stream(SESSION.formatted("{type: Tunnel}"))).inNamespace("end").create();
    await().untilAsserted(() -> assertThat(ready("end")).map(Condition::reason).contains("GatewayStarting"));
    var policy = policy("end", "apps", "DELETE", "deployments", "false");
    client.resources(DevSession.class).inNamespace("end").withName("ada").delete();

    await().atMost(SECONDS).untilAsserted(() -> assertThat(ready("end")).hasValueSatisfying(c -> {
      assertThat(c.status()).isEqualTo("Unknown");
      assertThat(c.message()).contains("house rule: not here");
    }));
    policy.run();
    await().until(() -> client.resources(DevSession.class).inNamespace("end").withName("ada").get() == null);
  }

  private static void assertRefused(Optional<Condition> condition, String words) {
    assertThat(condition).hasValueSatisfying(c -> {
      assertThat(c.status()).isEqualTo("False");
      assertThat(c.reason()).isEqualTo("Forbidden");
      assertThat(c.message()).contains(words).doesNotContain("Failure executing", "Status(");
    });
  }

  private static Deployment orders(String namespace) {
    return client.apps().deployments().inNamespace(namespace).withName("orders").get();
  }

  private static void begin(String namespace) {
    client.resource(new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build()).create();
    client.load(stream(SHOP)).inNamespace(namespace).create();
  }

  /**
   * Lets the API server refuse something in the namespace, and returns when it does: a policy is in force some time
   * after it was made.
   *
   * @param allowed what it lets pass, as a CEL expression
   * @return what ends it
   */
  private static Runnable policy(String namespace, String group, String operation, String resource, String allowed) {
    var policy = client.load(stream(POLICY.formatted(namespace, group, operation, resource, allowed)));
    policy.create();
    await().until(() -> isRefused(namespace, operation.equals("UPDATE") ? "replicas" : resource, "house rule"));
    return policy::delete;
  }

  private static boolean isRefused(String namespace, String what, String words) {
    try {
      switch (what) {
        case "services" -> client.services().inNamespace(namespace).resource(new ServiceBuilder().withNewMetadata()
            .withName("probe").endMetadata().withNewSpec().addNewPort().withPort(80).endPort().endSpec().build())
            .dryRun(true).create();
        case "configmaps" -> client.configMaps().inNamespace(namespace).resource(new ConfigMapBuilder()
            .withNewMetadata().withName("probe").endMetadata().build()).dryRun(true).create();
        case "replicas" -> client.apps().deployments().inNamespace(namespace).withName("orders").dryRun(true)
            .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"replicas\":0}}");
        default -> client.apps().deployments().inNamespace(namespace).withName("orders").dryRun(true).delete();
      }
      return false;
    } catch (KubernetesClientException e) {
      return e.getMessage().contains(words);
    }
  }

  private static Optional<Condition> ready(String namespace) {
    return find(Optional.ofNullable(client.resources(DevSession.class).inNamespace(namespace).withName("ada").get())
        .map(DevSession::getStatus).map(s -> s.conditions()), ConditionType.Ready);
  }

  private static Optional<Condition> swapped(String namespace) {
    return find(Optional.ofNullable(client.resources(Swap.class).inNamespace(namespace).withName("orders").get())
        .map(Swap::getStatus).map(s -> s.conditions()), ConditionType.Swapped);
  }

  private static Optional<Condition> find(Optional<List<Condition>> conditions, ConditionType type) {
    return conditions.flatMap(all -> all.stream().filter(c -> c.is(type)).findFirst());
  }

  private static InputStream stream(String yaml) {
    return new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
  }
}
