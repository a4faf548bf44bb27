package dev.devsession.operator.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.operator.DevSessionOperator;
import dev.devsession.operator.StartedOperator;
import dev.devsession.restore.Mark;
import io.fabric8.kubeapitest.junit.EnableKubeAPIServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whether a machine is connected, on a real API server. No kubelet runs: the test sets the gateway pod's status. */
@EnableKubeAPIServer
class GatewayIT {
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
      ---
      apiVersion: devsession.dev/v1alpha1
      kind: DevSession
      metadata: {name: ada}
      spec:
        services: [{name: orders, ports: [{name: http, hostPort: 3000}]}]
        disconnect: {graceSeconds: %d, action: %s}
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
  void originalsAreSwappedWhileAMachineIsConnected() {
    createSession("connected", 5, "Restore");
    var gateway = client.services().inNamespace("connected").withName("devsession-gw-ada")
        .waitUntilCondition(s -> s != null, 60, TimeUnit.SECONDS);
    awaitCondition("connected", "Connected", "False", "GatewayStarting");

    createIdlePod("connected");
    awaitCondition("connected", "Connected", "False", "Disconnected");
    awaitCondition("connected", "Ready", "False", "Disconnected");
    assertThat(swap("connected")).as("no claim before a machine is connected").isNull();

    connectMachine("connected");
    awaitCondition("connected", "Connected", "True", "AgentConnected");
    await().untilAsserted(() -> assertThat(claims("connected")).singleElement()
        .satisfies(c -> assertThat(c.transport().hostAddress()).isEqualTo(gateway.getSpec().getClusterIP())));
    await().untilAsserted(() -> assertThat(
        client.configMaps().inNamespace("connected").withName("devsession-orders").get()).isNotNull()
        .extracting(c -> c.getData().get("routes.properties"))
        .isEqualTo("8080=3000 via " + gateway.getSpec().getClusterIP() + ":9700\n"));
    assertThat(session("connected").getStatus().gateway().podName()).isEqualTo("gw-1");

    disconnectMachine("connected");
    awaitCondition("connected", "Connected", "False", "Disconnected");
    await().untilAsserted(
        () -> assertThat(swap("connected")).as("no caller was served yet, so there is no grace").isNull());
    awaitCondition("connected", "Ready", "False", "Disconnected");

    connectMachine("connected");
    await().untilAsserted(() -> assertThat(claims("connected")).hasSize(1));

    client.resource(session("connected")).delete();
    await().untilAsserted(() -> assertThat(session("connected")).isNull());
    assertThat(client.services().inNamespace("connected").withName("devsession-gw-ada").get()).isNull();
    assertThat(client.apps().deployments().inNamespace("connected").withName("devsession-gw-ada").get()).isNull();
  }

  @Test
  void withActionHoldTheSessionKeepsItsServicesAndItsStatusIsWrittenOnce() {
    createSession("hold", 0, "Hold");
    createIdlePod("hold");
    connectMachine("hold");

    await().untilAsserted(() -> assertThat(claims("hold")).hasSize(1));
    scaleDown("hold");

    disconnectMachine("hold");
    awaitCondition("hold", "Connected", "False", "Disconnected");
    var last = new AtomicReference<String>();

    await().during(3, TimeUnit.SECONDS).atMost(30, TimeUnit.SECONDS).until(() -> {
      var version = session("hold").getMetadata().getResourceVersion();
      return version.equals(last.getAndSet(version));
    });
    assertThat(claims("hold")).hasSize(1);
  }

  @Test
  void gatewayIsRecreatedAndForeignObjectsWithItsNameAreLeftAlone() {
    client.resource(new NamespaceBuilder().withNewMetadata().withName("taken").endMetadata().build()).create();
    var foreign = client.load(stream("""
        apiVersion: v1
        kind: Service
        metadata: {name: devsession-gw-ada}
        spec: {ports: [{port: 80}]}
        """)).inNamespace("taken").create().getFirst();
    createSession("taken", 2, "Restore");
    awaitCondition("taken", "Accepted", "False", "GatewayFailing");

    client.resource(foreign).delete();
    awaitCondition("taken", "Accepted", "True", "Accepted");
    client.apps().deployments().inNamespace("taken").withName("devsession-gw-ada").delete();
    await().untilAsserted(
        () -> assertThat(client.apps().deployments().inNamespace("taken").withName("devsession-gw-ada").get())
            .isNotNull());
  }

  private static void createSession(String namespace, int grace, String action) {
    if (client.namespaces().withName(namespace).get() == null) {
      client.resource(new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build()).create();
    }
    client.load(stream(SHOP.formatted(grace, action))).inNamespace(namespace).create();
  }

  /** Creates the gateway's pod as a kubelet runs it, without a connected machine. */
  private static void createIdlePod(String namespace) {
    client.resource(new PodBuilder().withNewMetadata().withNamespace(namespace).withName("gw-1")
        .addToLabels(Labels.SESSION, "devsession-gw-ada").endMetadata().withNewSpec()
        .withAutomountServiceAccountToken(false)
        .addNewContainer().withName("gateway").withImage("none").endContainer().endSpec().build()).create();
    disconnectMachine(namespace);
  }

  private static void connectMachine(String namespace) {
    setReady(namespace, true);
  }

  private static void disconnectMachine(String namespace) {
    setReady(namespace, false);
  }

  private static void setReady(String namespace, boolean ready) {
    client.pods().inNamespace(namespace).withName("gw-1").editStatus(p -> new PodBuilder(p).withNewStatus()
        .addNewCondition().withType("Ready").withStatus(ready ? "True" : "False").endCondition().addNewContainerStatus()
        .withName("gateway").withImage("none").withImageID("none").withReady(ready).withRestartCount(0).withNewState()
        .withNewRunning().endRunning().endState().endContainerStatus().endStatus().build());
  }

  /** Marks the original as a swap does whose proxy is ready, and waits until the operator knows. */
  private static void scaleDown(String namespace) {
    var mark = new Mark.Readable(1, "orders", Instant.now().toString(), List.of()).toJson();
    client.apps().deployments().inNamespace(namespace).withName("orders").edit(d -> new DeploymentBuilder(d)
        .editMetadata().addToAnnotations(Annotations.ORIGINAL, mark).endMetadata().editSpec().withReplicas(0).endSpec()
        .build());
    await().until(() -> swap(namespace).getStatus() != null && swap(namespace).getStatus().mark() != null);
  }

  private static void awaitCondition(String namespace, String type, String status, String reason) {
    await().untilAsserted(() -> assertThat(session(namespace).getStatus()).isNotNull()
        .satisfies(s -> assertThat(s.conditions()).filteredOn(c -> c.type().equals(type)).singleElement()
            .extracting(Condition::status, Condition::reason).containsExactly(status, reason)));
  }

  private static DevSession session(String namespace) {
    return client.resources(DevSession.class).inNamespace(namespace).withName("ada").get();
  }

  private static Swap swap(String namespace) {
    return client.resources(Swap.class).inNamespace(namespace).withName("orders").get();
  }

  private static List<Claim> claims(String namespace) {
    var swap = swap(namespace);
    return swap == null ? List.of() : swap.getSpec().claims();
  }

  private static ByteArrayInputStream stream(String yaml) {
    return new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
  }
}
