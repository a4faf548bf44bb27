package dev.devsession.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Unexpected errors are reported. Policies of a real API server refuse what the operator writes or deletes. */
@EnableKubeAPIServer
class ReconcileFailureIT {
  private static final String POLICY = """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: fault-%1$s}
      spec:
        matchConstraints:
          resourceRules:
          - {apiGroups: ["%2$s"], apiVersions: ["*"], operations: [%3$s], resources: [%4$s]}
        validations: [{expression: "false", message: "injected fault"}]
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
      spec: {selector: {app: orders}, ports: [{name: http, port: 8080}]}
      """;
  private static final String SESSION = """
      apiVersion: devsession.dev/v1alpha1
      kind: DevSession
      metadata: {name: ada}
      spec:
        services: [{name: orders, ports: [{name: http, hostPort: 3000}]}]
        transport: %s
      """;
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
  void errorOfASessionIsReportedUntilTheNextSuccess() {
    createShop("session");
    var removeFault = injectFault("session", "", "CREATE", "services");
    client.load(stream(SESSION.formatted("{type: Tunnel}"))).inNamespace("session").create();

    await().untilAsserted(() -> assertFailed(ready("session")));
    removeFault.run();
    await().untilAsserted(() -> assertThat(ready("session")).map(Condition::reason).contains("GatewayStarting"));
    assertThat(ready("session")).map(Condition::status).contains("False");
  }

  @Test
  void errorOfASwapIsReportedInTheSwapAndInItsSession() {
    createShop("swap");
    var removeFault = injectFault("swap", "", "CREATE", "configmaps");
    client.load(stream(SESSION.formatted("{type: Direct, hostAddress: 192.0.2.1}"))).inNamespace("swap").create();

    await().untilAsserted(() -> assertFailed(swapped("swap")));
    await().untilAsserted(() -> assertThat(ready("swap")).map(Condition::reason).contains("ReconcileFailed"));
    removeFault.run();
    await().untilAsserted(() -> assertThat(swapped("swap")).map(Condition::reason).contains("ProxyStarting"));
    await().untilAsserted(() -> assertThat(ready("swap")).map(Condition::reason).contains("ProxyStarting"));
  }

  /** The framework doesn't ask for a status then. */
  @Test
  void errorDuringTheDeletionOfASessionIsReported() {
    createShop("end");
    client.load(stream(SESSION.formatted("{type: Tunnel}"))).inNamespace("end").create();
    await().untilAsserted(() -> assertThat(ready("end")).map(Condition::reason).contains("GatewayStarting"));
    var removeFault = injectFault("end", "apps", "DELETE", "deployments");
    client.resources(DevSession.class).inNamespace("end").withName("ada").delete();

    await().untilAsserted(() -> assertFailed(ready("end")));
    removeFault.run();
    await().until(() -> client.resources(DevSession.class).inNamespace("end").withName("ada").get() == null);
  }

  private static void assertFailed(Optional<Condition> condition) {
    assertThat(condition).hasValueSatisfying(c -> {
      assertThat(c.status()).isEqualTo("Unknown");
      assertThat(c.reason()).isEqualTo("ReconcileFailed");
      assertThat(c.message()).contains("injected fault", "It retries");
    });
  }

  private static void createShop(String namespace) {
    client.resource(new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build()).create();
    client.load(stream(SHOP)).inNamespace(namespace).create();
  }

  /**
   * Lets the API server refuse requests in the namespace, and returns when it does: a policy takes effect some time
   * after its creation.
   *
   * @return removes the policy
   */
  private static Runnable injectFault(String namespace, String group, String operation, String resource) {
    var policy = client.load(stream(POLICY.formatted(namespace, group, operation, resource)));
    policy.create();
    await().until(() -> isRefused(namespace, resource));
    return policy::delete;
  }

  private static boolean isRefused(String namespace, String resource) {
    try {
      switch (resource) {
        case "services" -> client.services().inNamespace(namespace).resource(new ServiceBuilder().withNewMetadata()
            .withName("probe").endMetadata().withNewSpec().addNewPort().withPort(80).endPort().endSpec().build())
            .dryRun(true).create();
        case "configmaps" -> client.configMaps().inNamespace(namespace).resource(new ConfigMapBuilder()
            .withNewMetadata().withName("probe").endMetadata().build()).dryRun(true).create();
        default -> client.apps().deployments().inNamespace(namespace).withName("orders").dryRun(true).delete();
      }
      return false;
    } catch (KubernetesClientException e) {
      return e.getMessage().contains("injected fault");
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
