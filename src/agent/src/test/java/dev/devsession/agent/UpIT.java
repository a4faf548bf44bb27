package dev.devsession.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code devsession up}, {@code leave} and {@code doctor} as processes, against a real API server; the test is the
 * operator.
 */
class UpIT extends AgainstApiServer {
  private static final String HOSTS = "127.0.0.1 localhost\n";

  private Path hosts;
  private AgentProcess agent;

  @BeforeAll
  void installCrds() throws IOException {
    api.installCrds();
  }

  @BeforeEach
  void prepare(@TempDir Path directory) throws IOException {
    hosts = Files.writeString(directory.resolve("hosts"), HOSTS);
    admin.resource(new ServiceBuilder().withNewMetadata().withName("orders").withNamespace(namespace).endMetadata()
        .withNewSpec().addNewPort().withPort(18080 + tests).endPort().endSpec().build()).create();
  }

  @AfterEach
  void end() {
    if (agent != null) {
      agent.close();
      agent = null;
    }
  }

  @Test
  void sessionIsUpWhileTheCommandRunsAndAllIsRestoredAfterwards() throws Exception {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    agent = up("--name", "ada", "orders=" + port);
    awaitOutput("session " + namespace + "/ada on admin");
    awaitOutput("! orders          nothing listens on localhost:" + port + " yet");
    awaitOutput("✔ names           1 service: http://orders:" + (18080 + tests));
    assertThat(session("ada").get().getMetadata().getAnnotations()).containsOnlyKeys("devsession.dev/made-by");
    assertThat(Files.readString(hosts)).contains(" orders orders." + namespace);
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      awaitOutput("  orders          " + port + " is up");
    }

    api.patchStatus(namespace, "ada", """
        status:
          observedGeneration: 1
          conditions:
          - {type: Ready, status: "True", reason: Swapped, message: x, lastTransitionTime: "2026-01-31T10:00:00Z"}
          services: [{name: orders, state: Swapped, originalReplicas: 3}]
        """);
    awaitOutput("✔ orders          :" + (18080 + tests) + " → localhost:" + port);
    assertThat(agent.output()).contains("3 replicas scaled to zero");

    assertThat(agent.terminate()).as(agent.output()).isZero();
    assertThat(agent.output()).contains("✔ restored        orders ×3", "✔ hosts file      restored");
    assertThat(session("ada").get()).isNull();
    assertThat(Files.readString(hosts)).isEqualTo(HOSTS);
  }

  @Test
  void existingSessionIsJoinedAndStays() throws Exception {
    declare("ada");
    agent = up("ada");
    awaitOutput("(found; stays on exit)");
    awaitOutput("✔ names");
    assertThat(agent.terminate()).isZero();
    assertThat(agent.output()).contains("✔ disconnected    session " + namespace + "/ada stays");
    assertThat(session("ada").get()).isNotNull();
    assertThat(Files.readString(hosts)).isEqualTo(HOSTS);
    assertUp(4, "already exists, and devsession up did not create it. Connect to it with  devsession up ada", "--name",
        "ada", "orders=3000");
  }

  @Test
  void sessionDeletedByAnotherUserEndsTheCommand() throws Exception {
    agent = up("--name", "ada", "orders=3000", "--no-names");
    awaitOutput("session " + namespace + "/ada");
    await().until(() -> session("ada").get() != null);
    session("ada").delete();
    assertThat(agent.exitCode()).isEqualTo(7);
    assertThat(agent.output()).contains("error: another user or program deleted session " + namespace + "/ada");

    declare("bob");
    agent = up("bob", "--no-names");
    awaitOutput("(found; stays on exit)");
    api.patchStatus(namespace, "bob", """
        status:
          observedGeneration: 1
          conditions:
          - {type: Ready, status: "False", reason: Expired, message: over, lastTransitionTime: "2026-01-31T10:00:00Z"}
        """);
    assertThat(agent.exitCode()).isEqualTo(7);
    assertThat(agent.output()).contains("is expired: over");
    assertUp(4, "has expired: over", "bob");
  }

  @Test
  void sessionRunsOncePerMachineAndLeaveEndsIt() throws Exception {
    agent = up("--name", "ada", "orders=3000");
    awaitOutput("✔ names");
    assertUp(4, "already runs on this machine, as pid " + agent.pid(), "--name", "ada", "orders=3000");
    assertThat(run("leave", "ada")).satisfies(run -> {
      assertThat(run.output()).contains("✔ left            session " + namespace + "/ada");
      assertThat(run.code()).isZero();
    });
    assertThat(agent.exitCode()).isZero();
    assertThat(session("ada").get()).isNull();
    assertThat(Files.readString(hosts)).isEqualTo(HOSTS);
  }

  @Test
  void sessionOfAKilledUpIsReportedAndContinuedOrLeft() throws Exception {
    agent = up("--name", "ada", "orders=3000", "--no-names");
    awaitOutput("(created; deleted again on exit)");
    agent.kill();
    assertThat(run("doctor", "--hosts-file", hosts.toString()).output())
        .contains("session " + namespace + "/ada was left behind by a killed devsession up");
    agent = up("--name", "ada", "orders=3001", "--no-names");
    awaitOutput("(left behind by a killed devsession up; deleted on exit)");
    assertThat(session("ada").get().<Integer>get("spec", "services", 0, "ports", 0, "hostPort")).isEqualTo(3001);
    agent.kill();
    assertThat(run("leave", "ada").output()).contains("✔ deleted         session " + namespace + "/ada");
    assertThat(session("ada").get()).isNull();
    declare("bob");
    assertThat(run("leave", "bob")).satisfies(run -> {
      assertThat(run.code()).isEqualTo(4);
      assertThat(run.output()).contains("no process on this machine runs session " + namespace + "/bob");
    });
  }

  @Test
  void sessionFileIsCheckedByTheApiServer() throws Exception {
    var file = hosts.resolveSibling("session.yaml");
    Files.writeString(file, """
        kind: DevSession
        apiVersion: devsession.dev/v1alpha1
        metadata: {name: ada}
        spec: {servces: [{name: orders}]}
        """);
    assertUp(2, "servces", "-f", file.toString());
    assertThat(session("ada").get()).isNull();
    Files.writeString(file, Files.readString(file).replace("servces", "services"));
    agent = up("-f", file.toString(), "--no-names");
    awaitOutput("(created; deleted again on exit)");
    assertThat(agent.terminate()).isZero();
    assertThat(session("ada").get()).isNull();
  }

  @Test
  void invalidRequestIsRefusedBeforeAnythingIsCreated() throws Exception {
    assertUp(2, "no Service \"oders\" in namespace " + namespace + ". Did you mean \"orders\"?", "oders=3000");
    assertUp(2, "but a Service: to run it on this machine, add a port, as in  devsession up orders=3000", "orders");
    assertUp(3, "kubectl create rolebinding ada-devsession --clusterrole=devsession-developer --user=ada -n "
        + namespace, "orders=3000", "--context=ada");
    grantAllButPortForward();
    assertUp(3, "you may not get, create on pods/portforward in namespace " + namespace, "orders=3000",
        "--context=ada");
    assertThat(admin.genericKubernetesResources("devsession.dev/v1alpha1", "DevSession").inNamespace(namespace).list()
        .getItems()).isEmpty();
    assertThat(Files.readString(hosts)).isEqualTo(HOSTS);
  }

  @Test
  void doctorSaysWhatAnAdminMustGrant() throws Exception {
    grantAllButPortForward();
    assertThat(run("doctor", "--context=ada", "--hosts-file", hosts.toString())).satisfies(run -> {
      assertThat(run.output()).contains("✔ kubeconfig      context ada, namespace " + namespace + ", user ada",
          "✔ API server      v1.", "✔ operator        installed",
          "! permissions     11 of 13: you may not get, create on pods/portforward",
          "✔ hosts file      " + hosts.toRealPath());
      assertThat(run.code()).isEqualTo(3);
    });
  }

  @Test
  void nodePortNamesLeadToTheNodeOnceTheOperatorHasOpenedThePorts() throws Exception {
    declare("ada", Map.of("names", Map.of("via", "NodePort")));
    agent = up("ada", "--node-address", "192.0.2.7");
    api.patchStatus(namespace, "ada", accepted("False", "port taken"));
    awaitOutput("! names           none yet: port taken");
    assertThat(Files.readString(hosts)).isEqualTo(HOSTS);
    int port = 18080 + tests;
    admin.resource(new ServiceBuilder().withNewMetadata().withName("devsession-orders").withNamespace(namespace)
        .addToLabels("devsession.dev/companion-of", "orders").endMetadata().withNewSpec().withType("NodePort")
        .addNewPort().withPort(port).withNodePort(port).endPort().endSpec().build()).create();
    api.patchStatus(namespace, "ada", accepted("True", "x"));
    awaitOutput("✔ names           1 service: http://orders:" + port);
    assertThat(Files.readString(hosts)).contains("192.0.2.7 orders orders." + namespace + " ");
    assertThat(agent.terminate()).isZero();
    assertThat(Files.readString(hosts)).isEqualTo(HOSTS);
  }

  @Test
  void clusterIpNamesLeadToTheClusterIp() throws Exception {
    declare("ada", Map.of("names", Map.of("via", "ClusterIP")));
    agent = up("ada");
    awaitOutput("✔ names           1 service: http://orders:" + (18080 + tests));
    assertThat(Files.readString(hosts)).contains(clusterIp() + " orders orders." + namespace + " ");
    assertThat(agent.terminate()).isZero();
    assertThat(Files.readString(hosts)).isEqualTo(HOSTS);
  }

  @Test
  void directSessionHasNamesAndNeedsNoPortForwardPermission() throws Exception {
    grantAllButPortForward();
    Map<String, Object> direct = Map.of("type", "Direct", "hostAddress", "192.0.2.1");
    declare("ada", Map.of("transport", direct, "names", Map.of("via", "ClusterIP")));
    agent = up("ada", "--context=ada", "--", "grep", " orders ", hosts.toString());
    awaitOutput("✔ names");
    api.patchStatus(namespace, "ada", accepted("True", "x"));
    assertThat(agent.exitCode()).as(agent.output()).isZero();
    assertThat(agent.output()).contains(clusterIp() + " orders ", "✔ disconnected    session " + namespace
        + "/ada stays", "✔ hosts file      restored");
    assertThat(Files.readString(hosts)).isEqualTo(HOSTS);

    declare("bob", Map.of("transport", direct));
    assertUp(2, "session " + namespace + "/bob has transport Direct and no names", "bob");
    var file = Files.writeString(hosts.resolveSibling("session.yaml"), """
        kind: DevSession
        apiVersion: devsession.dev/v1alpha1
        metadata: {name: eve}
        spec: {transport: {type: Direct, hostAddress: 192.0.2.1}, names: {via: Tunnel}}
        """);
    assertUp(2, "has names.via Tunnel, but its transport is Direct", "-f", file.toString());
    assertThat(session("eve").get()).isNull();
  }

  private String clusterIp() {
    return admin.services().inNamespace(namespace).withName("orders").get().getSpec().getClusterIP();
  }

  private static String accepted(String status, String message) {
    return """
        status:
          observedGeneration: 1
          conditions:
          - {type: Accepted, status: "%s", reason: Accepted, message: %s, lastTransitionTime: "2026-01-31T10:00:00Z"}
        """.formatted(status, message);
  }

  private void grantAllButPortForward() {
    admin.load(new ByteArrayInputStream("""
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: nearly}
        rules:
        - {apiGroups: [devsession.dev], resources: [devsessions], verbs: [get, list, watch, create, patch, delete]}
        - {apiGroups: [""], resources: [services], verbs: [get, list, watch]}
        - {apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [list, watch]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: nearly}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: nearly}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: ada}]
        """.getBytes(StandardCharsets.UTF_8))).inNamespace(namespace).create();
  }

  private void declare(String name) {
    declare(name, Map.of());
  }

  private void declare(String name, Map<String, Object> spec) {
    var session = new GenericKubernetesResource();
    session.setApiVersion("devsession.dev/v1alpha1");
    session.setKind("DevSession");
    session.setMetadata(new ObjectMetaBuilder().withName(name).build());
    var whole = new HashMap<String, Object>(spec);
    whole.put("services", List.of(Map.of("name", "orders")));
    session.setAdditionalProperty("spec", whole);
    admin.resource(session).inNamespace(namespace).create();
  }

  private Resource<GenericKubernetesResource> session(String name) {
    return admin.genericKubernetesResources("devsession.dev/v1alpha1", "DevSession").inNamespace(namespace)
        .withName(name);
  }

  private AgentProcess up(String... arguments) throws IOException {
    var all = new ArrayList<>(List.of("--hosts-file", hosts.toString()));
    all.addAll(List.of(arguments));
    return AgentProcess.start("up", kubeconfig, all);
  }

  private void awaitOutput(String text) {
    await().untilAsserted(() -> assertThat(agent.output()).contains(text));
  }

  private void assertUp(int code, String output, String... arguments) throws Exception {
    try (var failing = up(arguments)) {
      assertThat(failing.exitCode()).as(failing.output()).isEqualTo(code);
      assertThat(failing.output()).contains(output).doesNotContain("\tat ");
    }
  }

  private AgentProcess.Run run(String... arguments) throws Exception {
    return AgentProcess.run(kubeconfig, arguments);
  }
}
