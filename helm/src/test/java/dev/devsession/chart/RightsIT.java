package dev.devsession.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Swap;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The operator and the uninstall hook, as processes, with exactly the permissions that the chart grants: these suffice,
 * and each is used.
 */
class RightsIT {
  /** Granted permissions that a run need not use. */
  private static final Set<String> IN_RESERVE = Set.of(
      // Before an election the framework checks for "update", then it patches.
      "update leases.coordination.k8s.io",
      // Read again after a conflict, before the finalizer is removed.
      "get devsessions.devsession.dev", "get swaps.devsession.dev",
      // Kinds that this cluster doesn't have.
      "get rollouts.argoproj.io", "list rollouts.argoproj.io", "watch rollouts.argoproj.io",
      "patch rollouts.argoproj.io", "get scaledobjects.keda.sh", "patch scaledobjects.keda.sh");
  static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "listed"})
  void grantedPermissionsSufficeAndEachIsUsed(String mode) throws Exception {
    var system = mode + "-system";
    var shop = mode + "-shop";
    var values = mode.equals("all")
        ? new String[]{"--set", "developerRole.create=false,versionInfo.create=false"}
        : new String[]{"--set", "developerRole.create=false,versionInfo.create=false,watchNamespaces={" + shop + "}"};
    server.namespace(system, Map.of());
    server.namespace(shop, Map.of());
    server.install(system, values);
    var rendered = Rendered.with(values);
    var kubeconfig = server.operatorsKubeconfig(system);
    var pods = rendered.pods();
    var client = server.admin();
    try (var _ = new ControllerSimulation(client, shop)) {
      client.load(stream(SHOP)).inNamespace(shop).create();
      try (var _ = new OperatorProcess(kubeconfig, environment(pods.getFirst(), system))) {
        createChangeAndDeleteSession(client, shop);
        shareService(client, shop);
        createSession(client, shop);
      }
      uninstall(kubeconfig, environment(pods.getLast(), system),
          rendered.only(Job.class).getSpec().getBackoffLimit() + 1);
    }
    assertEverythingIsRestored(client, shop);

    var log = new AuditLog(server.auditLog(), "system:serviceaccount:" + system + ":devsession");
    assertThat(log.refused()).isEmpty();
    var used = log.requests();
    used.removeIf(r -> r.startsWith("create selfsubject")); // granted to all users by the role system:basic-user
    var unused = AuditLog.granted(rules(rendered));
    assertThat(unused).containsAll(used);
    unused.removeAll(used);
    assertThat(IN_RESERVE).containsAll(unused);
    Tool.helm(server.environment(), "uninstall", "devsession", "--namespace", system, "--no-hooks").orFail();
  }

  private static void createChangeAndDeleteSession(KubernetesClient client, String shop) {
    createSession(client, shop);
    // The operator annotates a proxy's pod that is older than the routes.
    var created = Instant.parse(client.pods().inNamespace(shop).withName("devsession-orders").get().getMetadata()
        .getCreationTimestamp());
    await().until(() -> Instant.now().isAfter(created.plusSeconds(3)));
    Tool.kubectl(server.environment(), "patch", "dev/ada", "-n", shop, "--type=json", "-p",
        "[{\"op\": \"add\", \"path\": \"/spec/services/0/ports\", \"value\": [{\"name\": \"http\", \"hostPort\": "
            + "3001}]}]")
        .orFail();
    await().untilAsserted(() -> assertThat(
        client.configMaps().inNamespace(shop).withName("devsession-orders").get().getData().toString())
        .contains("3001"));
    awaitReady(client, shop);

    client.apps().deployments().inNamespace(shop).withName("orders").edit(d -> {
      d.getSpec().getTemplate().getSpec().getContainers().getFirst().getPorts()
          .add(new ContainerPortBuilder().withContainerPort(9090).build());
      return d;
    });
    await().untilAsserted(() -> assertThat(
        client.apps().deployments().inNamespace(shop).withName("devsession-orders").get().toString()).contains("9090"));
    client.services().inNamespace(shop).withName("stock").edit(s -> {
      s.getSpec().getPorts().getFirst().setTargetPort(new IntOrString("http"));
      return s;
    });
    await().untilAsserted(() -> assertThat(client.services().inNamespace(shop).withName("devsession-stock").get()
        .getSpec().getPorts().getFirst().getTargetPort().getStrVal()).isEqualTo("http"));
    awaitReady(client, shop);

    var swap = client.resources(Swap.class).inNamespace(shop).withName("stock");
    var uid = swap.get().getMetadata().getUid();
    swap.delete(); // as by a user: the original is restored, then swapped again
    await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(swap.get()).isNotNull()
        .satisfies(s -> assertThat(s.getMetadata().getUid()).isNotEqualTo(uid)));
    awaitReady(client, shop);

    client.resources(DevSession.class).inNamespace(shop).withName("ada").delete();
    await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertEverythingIsRestored(client, shop));
  }

  private static void shareService(KubernetesClient client, String shop) {
    client.load(stream(SHARING_SESSION)).inNamespace(shop).create();
    awaitReady(client, shop);
    assertThat(client.services().inNamespace(shop).withName("orders").get().getSpec().getSelector())
        .containsOnlyKeys(Labels.SWAP);

    client.resources(DevSession.class).inNamespace(shop).withName("ada").delete();
    await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertEverythingIsRestored(client, shop));
    assertThat(client.services().inNamespace(shop).withName("orders").get().getSpec().getSelector())
        .isEqualTo(Map.of("app", "orders"));
  }

  /** Runs the hook as its Job does: again if it fails, a bounded number of times. */
  private static void uninstall(Path kubeconfig, Map<String, String> environment, int attempts)
      throws InterruptedException {
    var exit = -1;
    for (var i = 0; i < attempts && exit != 0; i++) {
      exit = new OperatorProcess(kubeconfig, environment, "uninstall").awaitExit();
    }
    assertThat(exit).as("exit code of the last of %d attempts", attempts).isZero();
  }

  private static void createSession(KubernetesClient client, String shop) {
    client.load(stream(SESSION)).inNamespace(shop).create();
    awaitReady(client, shop);
    assertThat(client.apps().deployments().inNamespace(shop).withName("orders").get().getSpec().getReplicas()).isZero();
    assertThat(client.services().inNamespace(shop).withName("devsession-orders").get()).isNotNull();
  }

  private static void awaitReady(KubernetesClient client, String shop) {
    await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
      var session = client.resources(DevSession.class).inNamespace(shop).withName("ada").get();
      assertThat(session.getStatus()).isNotNull();
      assertThat(session.getStatus().observedGeneration()).isEqualTo(session.getMetadata().getGeneration());
      assertThat(session.getStatus().conditions()).filteredOn(c -> c.is(ConditionType.Ready)).singleElement()
          .satisfies(c -> assertThat(c.status()).as(c.message()).isEqualTo("True"));
    });
  }

  private static void assertEverythingIsRestored(KubernetesClient client, String shop) {
    assertThat(names(client.resources(DevSession.class).inNamespace(shop).list().getItems())).isEmpty();
    assertThat(names(client.resources(Swap.class).inNamespace(shop).list().getItems())).isEmpty();
    assertThat(names(client.apps().deployments().inNamespace(shop).list().getItems())).containsExactly("orders");
    assertThat(client.apps().deployments().inNamespace(shop).list().getItems()).singleElement()
        .satisfies(d -> assertRestored(d, d.getSpec().getReplicas(), 3));
    assertThat(client.apps().statefulSets().inNamespace(shop).list().getItems()).singleElement()
        .satisfies(s -> assertRestored(s, s.getSpec().getReplicas(), 1));
    assertThat(names(client.services().inNamespace(shop).list().getItems())).containsExactly("orders", "stock");
    assertThat(client.configMaps().inNamespace(shop).withLabel(Labels.SWAP).list().getItems()).isEmpty();
  }

  private static List<String> names(List<? extends HasMetadata> objects) {
    return objects.stream().map(o -> o.getMetadata().getName()).toList();
  }

  private static void assertRestored(HasMetadata workload, int is, int was) {
    assertThat(is).isEqualTo(was);
    assertThat(workload.getMetadata().getAnnotations()).doesNotContainKey(Annotations.ORIGINAL);
  }

  private static List<PolicyRule> rules(Rendered rendered) {
    return Stream.concat(rendered.all(ClusterRole.class).stream().map(ClusterRole::getRules),
        rendered.all(Role.class).stream().map(Role::getRules)).flatMap(List::stream).toList();
  }

  private static Map<String, String> environment(PodTemplateSpec pod, String system) {
    var env = new HashMap<>(Rendered.environment(pod));
    env.put("POD_NAMESPACE", system);
    return env;
  }

  private static InputStream stream(String yaml) {
    return new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static final String SESSION = """
      apiVersion: devsession.dev/v1alpha1
      kind: DevSession
      metadata: {name: ada}
      spec:
        services: [{name: orders}, {name: stock}]
        transport: {type: Direct, hostAddress: 192.0.2.1}
        names: {via: NodePort}
      """;

  private static final String SHARING_SESSION = """
      apiVersion: devsession.dev/v1alpha1
      kind: DevSession
      metadata: {name: ada}
      spec:
        services: [{name: orders, mode: Intercept, tls: {secretName: orders-tls}}]
        transport: {type: Direct, hostAddress: 192.0.2.1}
      """;

  private static final String SHOP = Stream.of("orders 3 8081 Deployment", "stock 1 8082 StatefulSet")
      .map(line -> line.split(" ")).map(w -> """
          apiVersion: v1
          kind: Service
          metadata: {name: %1$s}
          spec: {selector: {app: %1$s}, ports: [{name: http, port: %3$s}]}
          ---
          apiVersion: apps/v1
          kind: %4$s
          metadata: {name: %1$s}
          spec:
            replicas: %2$s
            %5$s
            selector: {matchLabels: {app: %1$s}}
            template:
              metadata: {labels: {app: %1$s}}
              spec:
                containers: [{name: a, image: none, ports: [{name: http, containerPort: %3$s}]}]
          ---
          """.formatted(w[0], w[1], w[2], w[3], w[3].equals("StatefulSet") ? "serviceName: " + w[0] : ""))
      .reduce("", String::concat);
}
