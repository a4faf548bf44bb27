package dev.devsession.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsession.agent.sync.LocalPort;
import dev.devsession.agent.sync.NameScope;
import dev.devsession.agent.sync.SessionNames;
import dev.devsession.api.v1alpha1.NamesVia;
import dev.devsession.console.AgentException;
import dev.devsession.console.Terminal;
import dev.devsession.hosts.names.LoopbackAddresses;
import dev.devsession.kubeconfig.Kubeconfig;
import dev.devsession.localnet.privileged.PrivilegedOperations;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServiceFluent;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names by Tunnel against a real API server, up to the connections that the gateway would dial. */
class TunnelNamesIT extends AgainstApiServer {

  private static final String TEXT = "127.0.0.1 localhost\n10.1.1.1 taken # \u00e9";
  /** No other program listens there, the node of other tests included. */
  private static final int PORT = 17_345;

  private final LoopbackAddresses addresses = new LoopbackAddresses();
  private Path hosts;
  private MultiThreadIoEventLoopGroup group;
  private ByteArrayOutputStream said;
  private KubernetesClient client;
  private SessionNames names;

  @BeforeEach
  void prepare(@TempDir Path directory) throws IOException {
    hosts = Files.writeString(directory.resolve("hosts"), TEXT, StandardCharsets.ISO_8859_1);
    group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    said = new ByteArrayOutputStream();
  }

  @AfterEach
  void close() {
    if (client != null) {
      client.close();
    }
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void eachServiceAnswersUnderItsNameAndPortAndChangesWithTheCluster() throws Exception {
    String orders = create("orders", it -> it).getSpec().getClusterIP();
    Service stock = create("stock", it -> it);
    start("admin");
    assertLine("orders", "orders orders.NS orders.NS.svc orders.NS.svc.cluster.local");
    assertThat(reached("orders")).isEqualTo(orders + ":" + PORT);
    assertThat(reached("stock")).isEqualTo(stock.getSpec().getClusterIP() + ":" + PORT);
    assertThat(said()).contains("✔ names           2 services: http://orders:" + PORT + ", http://stock:" + PORT
        + "   " + hosts + ", until exit");

    admin.resource(stock).delete();
    await().untilAsserted(() -> assertThatThrownBy(() -> reached("stock")).isInstanceOf(ConnectException.class));
    await().untilAsserted(() -> assertThat(text()).doesNotContain("stock"));
    String newClusterIp = create("stock", it -> it).getSpec().getClusterIP();
    await().ignoreExceptions().untilAsserted(() -> assertThat(reached("stock")).isEqualTo(newClusterIp + ":" + PORT));
    assertClosesCleanly();
    await().untilAsserted(() -> assertThatThrownBy(() -> reached("orders")).isInstanceOf(ConnectException.class));
  }

  @Test
  void headlessServicesAndTheirPodsAreDialedByNameOnThePodsPort() throws Exception {
    create("db", it -> it.withClusterIP("None").editFirstPort().withNewTargetPort("sql").endPort());
    slice("db-abc", "db", PORT + 1, "db-0");
    start("admin");
    assertLine("db", "db db.NS db.NS.svc db.NS.svc.cluster.local");
    assertLine("db-0.db", "db-0.db db-0.db.NS db-0.db.NS.svc db-0.db.NS.svc.cluster.local");
    assertThat(reached("db", PORT + 1)).isEqualTo("db." + namespace + ".svc:" + (PORT + 1));
    assertThat(reached("db-0.db", PORT + 1)).isEqualTo("db-0.db." + namespace + ".svc:" + (PORT + 1));
    assertThat(said()).contains("✔ names           1 service: http://db:" + PORT);

    slice("db-def", "db", PORT + 1, "db-1");
    await().ignoreExceptions().untilAsserted(
        () -> assertThat(reached("db-1.db", PORT + 1)).isEqualTo("db-1.db." + namespace + ".svc:" + (PORT + 1)));
    assertClosesCleanly();
  }

  @Test
  void takenNamesAndOtherProtocolsAreLeftOutAndReportedOnce() throws Exception {
    create("taken", it -> it.addNewPort().withName("dns").withProtocol("UDP").withPort(53).endPort());
    start("admin");
    assertLine("taken", "taken.NS taken.NS.svc taken.NS.svc.cluster.local");
    create("other", it -> it);
    await().untilAsserted(() -> assertThat(text()).contains(" other "));
    assertThat(said()).containsOnlyOnce("taken." + namespace + ":53/UDP: only TCP goes through the tunnel")
        .containsOnlyOnce("taken: line 2 of the hosts file defines it");
    assertClosesCleanly();
  }

  @Test
  void swappedServiceLeadsToLocalhost() throws Exception {
    String orders = create("orders", it -> it).getSpec().getClusterIP();
    start("admin");
    try (ServerSocket process = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      names.hostPorts(Set.of(process.getLocalPort()));
      names.swapped(Set.of(new LocalPort("orders", PORT, process.getLocalPort())));
      try (Socket caller = new Socket(addressOf("orders"), PORT); Socket accepted = process.accept()) {
        caller.getOutputStream().write('x');
        assertThat(accepted.getInputStream().read()).isEqualTo('x');
      }
    }
    names.swapped(Set.of());
    assertThat(reached("orders")).isEqualTo(orders + ":" + PORT);
    assertClosesCleanly();
  }

  @Test
  void nameIsRemovedWhileAnotherProgramWouldAnswer() throws Exception {
    create("orders", it -> it);
    create("stock", it -> it.editFirstPort().withPort(PORT + 1).endPort());
    try (ServerSocket _ = new ServerSocket(PORT)) {
      start("admin");
      assertThat(text()).contains(" stock ").doesNotContain(" orders ");
      assertThat(said()).containsOnlyOnce("orders." + namespace + ":" + PORT + ": java (pid "
          + ProcessHandle.current().pid() + ") listens on port " + PORT + " of all addresses");
    }
    await().untilAsserted(() -> assertLine("orders", "orders orders.NS orders.NS.svc orders.NS.svc.cluster.local"));
    assertThat(reached("orders")).endsWith(":" + PORT);
    assertClosesCleanly();
  }

  @Test
  void addressesInTheBlockOfADeadAgentAreAdopted() throws Exception {
    String wanted = addressOf("orders");
    Files.writeString(hosts, TEXT + "\n# BEGIN devsession (and the line break before it)\n# by a dead agent\n"
        + "127.9.9.9 orders orders.NS.svc.cluster.local\n".replace("NS", namespace)
        + wanted + " lost lost.NS.svc.cluster.local\n# END devsession\n".replace("NS", namespace),
        StandardCharsets.ISO_8859_1);
    create("orders", it -> it);
    start("admin");
    assertThat(text()).contains("127.9.9.9 orders orders." + namespace).doesNotContain("lost");
    assertThat(Cluster.reachedFrom("127.9.9.9", PORT)).endsWith(":" + PORT);
    create("lost", it -> it);
    await().untilAsserted(() -> assertThat(text()).contains(wanted + " lost lost." + namespace));
    assertClosesCleanly();
  }

  /** The control plane writes such slices for Services without ports, and for those without pods. */
  @Test
  void slicesWithoutEndpointsOrPortsDisturbNoOthers() throws Exception {
    create("bus", it -> it.withClusterIP("None"));
    slice("bus-abc", "bus", PORT, "bus-0");
    create("silent", it -> it.withClusterIP("None").withPorts());
    admin.resource(new EndpointSliceBuilder().withNewMetadata().withName("silent-abc").withNamespace(namespace)
        .addToLabels("kubernetes.io/service-name", "silent").addToLabels("service.kubernetes.io/headless", "")
        .endMetadata().withAddressType("IPv4").withEndpoints(List.of()).build()).create();
    start("admin");
    assertThat(text()).contains(" bus-0.bus bus-0.bus." + namespace);
    assertThat(said()).contains("silent." + namespace + ": it has no TCP port").doesNotContain("pods of headless",
        "error");

    admin.discovery().v1().endpointSlices().inNamespace(namespace).withName("bus-abc").edit(
        slice -> new EndpointSliceBuilder(slice).withEndpoints(List.of()).withPorts(List.of()).build());
    await().untilAsserted(() -> assertThat(text()).contains(" bus ").doesNotContain("bus-0"));
    assertClosesCleanly();
  }

  @Test
  void withoutTheRightToWatchServicesThatVerbAndTheServersNameOfTheUserAreTold() {
    allow("services", "list");
    assertThatThrownBy(() -> start("ada")).cause().isInstanceOf(AgentException.class)
        .hasMessageStartingWith("you may not watch services in namespace " + namespace + " (ada). An admin grants it"
            + " (get, list and watch on services) with: kubectl create rolebinding ada-view --clusterrole=view");
    names.close();
  }

  @Test
  void withoutPermissionForEndpointSlicesPodsHaveNoNamesAndAWarningIsPrinted() throws Exception {
    allow("services");
    create("db", it -> it.withClusterIP("None"));
    slice("db-abc", "db", PORT, "db-0");
    start("ada");
    assertThat(text()).contains(" db ").doesNotContain("db-0");
    assertThat(said()).containsOnlyOnce(
        "pods of headless services have none, or outdated ones: you may not list endpointslices.discovery.k8s.io in "
            + "namespace " + namespace + " (ada). An admin grants it (list and watch on "
            + "endpointslices.discovery.k8s.io) with: kubectl create rolebinding ada-devsession");
    assertClosesCleanly();
  }

  @Test
  void withoutPermissionForServicesTheMessageNamesTheGrantAndNothingChanges() {
    assertThatThrownBy(() -> start("ada")).cause().isInstanceOf(AgentException.class)
        .hasMessageStartingWith("you may not list services in namespace " + namespace)
        .hasMessageContaining("kubectl create rolebinding");
    names.close();
    assertThat(hosts).content(StandardCharsets.ISO_8859_1).isEqualTo(TEXT);
  }

  private void start(String context) throws IOException {
    client = Kubeconfig.connect(Kubeconfig.load(Optional.of(kubeconfig), Optional.of(context)), List.of());
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    var terminal = new Terminal(out, out);
    names = new SessionNames(client, new NameScope(NamesVia.Tunnel, namespace, false, Optional.empty()),
        new PrivilegedOperations(hosts, "test", terminal), group.next(), new Cluster(), terminal);
    names.start().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private void assertClosesCleanly() throws IOException {
    names.close();
    assertThat(text()).isEqualTo(TEXT);
    assertThat(hosts.getParent()).isDirectoryNotContaining("glob:**/*devsession*");
  }

  private void assertLine(String service, String namesOfIt) throws IOException {
    assertThat(text()).contains("\n" + addressOf(service) + " " + namesOfIt.replace("NS", namespace) + "\n");
  }

  private String addressOf(String service) {
    return addresses.of(service + "." + namespace);
  }

  private String reached(String service) throws IOException {
    return reached(service, PORT);
  }

  private String reached(String service, int port) throws IOException {
    return Cluster.reachedFrom(addressOf(service), port);
  }

  private String text() throws IOException {
    return Files.readString(hosts, StandardCharsets.ISO_8859_1);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private Service create(String name,
      UnaryOperator<ServiceFluent<ServiceBuilder>.SpecNested<ServiceBuilder>> change) {
    return admin.resource(change.apply(new ServiceBuilder().withNewMetadata().withName(name).withNamespace(namespace)
        .endMetadata().withNewSpec().addNewPort().withName("main").withPort(PORT).endPort()).endSpec().build())
        .create();
  }

  /** What the control plane writes for a headless Service. */
  private void slice(String name, String service, int port, String hostname) {
    admin.resource(new EndpointSliceBuilder().withNewMetadata().withName(name).withNamespace(namespace)
        .addToLabels("kubernetes.io/service-name", service).addToLabels("service.kubernetes.io/headless", "")
        .endMetadata().withAddressType("IPv4").addNewEndpoint().withAddresses("10.0.0.7").withHostname(hostname)
        .endEndpoint().addNewPort().withName("main").withPort(port).withProtocol("TCP").endPort().build()).create();
  }

  private void allow(String resource) {
    allow(resource, "get", "list", "watch");
  }

  private void allow(String resource, String... verbs) {
    admin.resource(new RoleBuilder().withNewMetadata().withName("some").withNamespace(namespace).endMetadata()
        .addNewRule().withApiGroups("").withResources(resource).withVerbs(verbs).endRule().build())
        .create();
    admin.resource(new RoleBindingBuilder().withNewMetadata().withName("some").withNamespace(namespace).endMetadata()
        .withNewRoleRef("rbac.authorization.k8s.io", "Role", "some").addNewSubject("rbac.authorization.k8s.io", "User",
            "ada", null)
        .build()).create();
  }
}
