package dev.devsession.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.hosts.names.LoopbackAddresses;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's process against a real API server. */
class HostsIT extends AgainstApiServer {

  private static final String TEXT = "127.0.0.1 localhost\r\n10.1.1.1 taken\r\n# \u00e9 no line break at the end";
  private static final String NODE = "192.0.2.7";

  private Path hosts;
  private AgentProcess agent;

  @BeforeEach
  void prepare(@TempDir Path directory) throws IOException {
    hosts = Files.writeString(directory.resolve("hosts"), TEXT, StandardCharsets.ISO_8859_1);
  }

  @AfterEach
  void killAgent() {
    if (agent != null) {
      agent.close();
    }
  }

  @Test
  void followsServicesAsTheyComeChangeAndGo() throws Exception {
    Service orders = createReachable("orders", 18080 + tests);
    agent = start();
    awaitLine(NODE + " orders orders.NS orders.NS.svc orders.NS.svc.cluster.local\r\n");

    Service stock = createReachable("stock", 19080 + tests);
    awaitLine(NODE + " stock stock.NS stock.NS.svc stock.NS.svc.cluster.local\r\n");

    orders.getSpec().getPorts().get(0).setNodePort(17080 + tests);
    admin.resource(orders).update();
    awaitNoLine(NODE + " orders");

    await().untilAsserted(() -> assertThat(agent.output())
        .contains("orders." + namespace + ": no node port equals its port " + (18080 + tests)));

    admin.resource(stock).delete();
    awaitNoLine(NODE + " stock");
    assertStopsCleanly();
  }

  /** Of this length the API server compresses its answer. */
  @Test
  void longServiceListIsReadCompressed() throws Exception {
    int port = 15080 + tests;
    admin.resource(nodePort(service("wordy", port).editMetadata().addToAnnotations("words", "many ".repeat(40_000))
        .endMetadata(), port).build()).create();

    agent = start();

    awaitLine(NODE + " wordy wordy.NS wordy.NS.svc wordy.NS.svc.cluster.local\r\n");

    assertStopsCleanly();
  }

  @Test
  void nodePortServiceMakesAServiceReachable() throws Exception {
    int port = 16080 + tests;
    admin.resource(service("db", port).build()).create();
    agent = start();

    await().untilAsserted(() -> assertThat(agent.output()).contains("db." + namespace + ": no node port equals"));

    admin.resource(
        nodePort(service("db-ports", port), port).editMetadata().addToLabels("devsession.dev/companion-of", "db")
            .endMetadata().build())
        .create();
    awaitLine(NODE + " db db.NS ");
    assertThat(text()).doesNotContain("db-ports");
    assertStopsCleanly();
  }

  @Test
  void clusterIpsOfAllNamespaces() throws Exception {
    String address = admin.resource(service("web", 80).build()).create().getSpec().getClusterIP();
    agent = start("--via", "ClusterIP", "-A");
    awaitLine(address + " web web.NS web.NS.svc web.NS.svc.cluster.local\r\n");

    assertThat(text()).contains(" kubernetes.default kubernetes.default.svc kubernetes.default.svc.cluster.local");
    assertStopsCleanly();
  }

  @Test
  void namesInTheUsersOwnLinesAreLeftOutAlsoWhenAddedLater() throws Exception {
    createReachable("taken", 15080 + tests);
    createReachable("later", 14080 + tests);
    createReachable("localhost", 13080 + tests);
    agent = start();
    awaitLine(NODE + " taken.NS ");
    awaitLine(NODE + " later later.NS ");
    awaitLine(NODE + " localhost.NS ");

    await().untilAsserted(() -> assertThat(agent.output()).contains("taken: line 2 of the hosts file defines it")
        .contains("localhost: every machine needs it for itself"));

    Files.writeString(hosts, "10.2.2.2 later\r\n" + text(), StandardCharsets.ISO_8859_1);
    awaitLine(NODE + " later.NS ");

    assertThat(agent.terminate()).isZero();
    assertThat(text()).isEqualTo("10.2.2.2 later\r\n" + TEXT);
  }

  @Test
  void fileIsRestoredAfterASigkillWithoutAnotherStart() throws Exception {
    createReachable("orders", 7080 + tests);
    agent = start();
    awaitLine(NODE + " orders");
    agent.kill();
    await().untilAsserted(() -> {
      assertThat(text()).isEqualTo(TEXT);
      assertThat(hosts.getParent()).isDirectoryNotContaining("glob:**/.*");
    });
  }

  @Test
  void blockOfAnAgentKilledWithAllItsProcessesIsRemovedByTheNextAgentOrByClean() throws Exception {
    createReachable("orders", 12080 + tests);
    agent = start();
    awaitLine(NODE + " orders");
    agent.killWithChildren();
    assertThat(text()).contains(NODE + " orders");

    agent = start();
    awaitLine("(pid " + agent.pid() + ",");
    agent.killWithChildren();

    Files.writeString(hosts, text().replace("# END devsession\r\n", ""), StandardCharsets.ISO_8859_1);
    assertThat(AgentProcess.run(kubeconfig, "doctor", "--hosts-file", hosts.toString()).output())
        .contains("without an \"# END devsession\"", "devsession hosts --clean");
    agent = start("--clean");
    assertThat(agent.exitCode()).as(agent.output()).isZero();
    assertThat(text()).isEqualTo(TEXT);
    assertThat(hosts.getParent()).isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void deletedMarksAreWrittenAgainWhileAnAgentRuns() throws Exception {
    createReachable("orders", 8080 + tests);
    agent = start();
    awaitLine(NODE + " orders");
    for (String mark : List.of("END", "BEGIN")) {
      Files.writeString(hosts, text().replaceAll("# " + mark + " devsession[^\\n]*\n", ""),
          StandardCharsets.ISO_8859_1);
      awaitLine("# " + mark + " devsession");
      assertThat(text()).containsOnlyOnce(NODE + " orders");
    }
    assertThat(agent.output()).doesNotContain("not shadowed: orders", "malformed");
    assertStopsCleanly();
  }

  @Test
  void secondAgentAndCleanAreRefusedWhileAnAgentRuns() throws Exception {
    createReachable("orders", 11080 + tests);
    agent = start();
    awaitLine(NODE + " orders");
    for (String option : new String[]{"--via=NodePort", "--clean"}) {
      try (AgentProcess second = start(option)) {
        assertThat(second.exitCode()).isEqualTo(4);
        assertThat(second.output()).contains("pid " + agent.pid());
      }
    }

    assertThat(text()).contains(NODE + " orders");
    assertStopsCleanly();
  }

  @Test
  void namesStayWhileTheApiServerIsDownAndAreUpdatedAfterwards() throws Exception {
    Service orders = createReachable("orders", 10080 + tests);
    agent = start();
    awaitLine(NODE + " orders");

    // Makes the version last seen too old for the new server, so that watching on is refused and a new list is due.
    admin
        .resource(new ServiceBuilder(service("other", 80).build()).editMetadata().withNamespace("default").endMetadata()
            .build())
        .create();
    api.stop();

    await().untilAsserted(() -> assertThat(agent.output()).contains("API server      unreachable since"));
    assertThat(text()).contains(NODE + " orders");

    api.start();
    admin.resource(orders).delete();

    awaitNoLine(NODE + " orders");
    await().untilAsserted(
        () -> assertThat(agent.output()).containsOnlyOnce("unreachable").containsOnlyOnce("✔ API server      back"));
    assertStopsCleanly();
  }

  @Test
  void printChangesNothing() throws Exception {
    createReachable("orders", 9080 + tests);
    agent = start("--print");

    assertThat(agent.exitCode()).isZero();
    assertThat(agent.output()).startsWith("# BEGIN devsession\n").contains("\n" + NODE + " orders ")
        .endsWith("# END devsession\n");
    assertThat(text()).isEqualTo(TEXT);
  }

  @Test
  void namesThroughTheTunnelArePrintedButNeedASession() throws Exception {
    admin.resource(service("db", 5432).build()).create();
    agent = start("--print", "--via=tunnel");

    assertThat(agent.exitCode()).isZero();
    assertThat(agent.output())
        .contains("\n" + new LoopbackAddresses().of("db." + namespace) + " db db." + namespace + " ");
    assertFails(2, "--via Tunnel needs a session", "--via=Tunnel");
  }

  @Test
  void failuresSayWhatToDoAndLeaveTheFileUnchanged() throws Exception {
    assertFails(3, "kubectl create rolebinding ada-view --clusterrole=view --user=ada -n " + namespace,
        "--context=ada");
    assertFails(2, "no context \"nope\"", "--context=nope");
    assertFails(2, "--node-address must be an IP address", "--node-address=nope");

    Path gone = kubeconfig.resolveSibling("gone");
    Files.writeString(gone, Files.readString(kubeconfig).replaceAll("https://127.0.0.1:\\d+", "https://127.0.0.1:1"));
    kubeconfig = gone;
    assertFails(5, "cannot reach the API server https://127.0.0.1:1");
    kubeconfig = kubeconfig.resolveSibling("missing");
    assertFails(2, "no kubeconfig at " + kubeconfig);
  }

  private void assertFails(int code, String message, String... options) throws Exception {
    try (AgentProcess failing = start(options)) {
      assertThat(failing.exitCode()).as(failing.output()).isEqualTo(code);
      assertThat(failing.output()).contains(message).doesNotContain("\tat ");
    }
    assertThat(text()).isEqualTo(TEXT);
    assertThat(hosts.getParent()).isDirectoryNotContaining("glob:**/.*");
  }

  private void assertStopsCleanly() throws Exception {
    assertThat(agent.terminate()).isZero();
    assertThat(text()).isEqualTo(TEXT);
    assertThat(hosts.getParent()).isDirectoryNotContaining("glob:**/.*");
  }

  private AgentProcess start(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of(options));
    if (all.stream().noneMatch(option -> option.startsWith("--node-address"))) {
      all.add("--node-address=" + NODE);
    }
    return AgentProcess.start(kubeconfig, hosts, all);
  }

  private Service createReachable(String name, int port) {
    return admin.resource(nodePort(service(name, port), port).build()).create();
  }

  private ServiceBuilder service(String name, int port) {
    return new ServiceBuilder().withNewMetadata().withName(name).withNamespace(namespace).endMetadata().withNewSpec()
        .addToSelector("app", name).addNewPort().withPort(port).endPort().endSpec();
  }

  private static ServiceBuilder nodePort(ServiceBuilder service, int port) {
    return service.editSpec().withType("NodePort").editFirstPort().withNodePort(port).endPort().endSpec();
  }

  private void awaitLine(String line) {
    await()
        .untilAsserted(() -> assertThat(text()).as(agent.output()).contains(line.replace("NS", namespace)));
  }

  private void awaitNoLine(String line) {
    await()
        .untilAsserted(() -> assertThat(text()).as(agent.output()).doesNotContain(line));
  }

  private String text() throws IOException {
    return Files.readString(hosts, StandardCharsets.ISO_8859_1);
  }
}
