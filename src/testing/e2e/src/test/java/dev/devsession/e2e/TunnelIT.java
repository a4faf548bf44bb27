package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.DevSession;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session's tunnel through a real API server: it carries connections both ways, and reconnects after failures in the
 * cluster.
 */
@ExtendWith(RealCluster.class)
class TunnelIT {
  private static final Duration PATIENCE = Duration.ofSeconds(DeployedShop.PATIENCE);
  /** What a developer needs for the tunnel itself: get before Kubernetes 1.35, create from then on. */
  private static final PolicyRule PORT_FORWARD = new PolicyRuleBuilder().withApiGroups("")
      .withResources("pods/portforward")
      .withVerbs("get", "create").build();

  private final Installation installation;
  private final LocalProcess local = new LocalProcess();
  @TempDir
  private Path folder;
  private final DeployedShop shop;
  private DevSession session;

  TunnelIT(Installation installation, DeployedShop shop) {
    this.installation = installation;
    this.shop = shop;
  }

  @BeforeEach
  void createSession() {
    shop.session("names", "services: [], transport: {type: Direct, hostAddress: 192.0.2.1}, names: {via: NodePort}");
    shop.await("names", Condition::holds);
    session = shop.session("ada", "services: [{name: stock, ports: [{hostPort: " + local.port() + "}]}]");
  }

  @AfterEach
  void closeLocalProcess() {
    local.close();
  }

  @Test
  void withAClientCertificateConnectionsGoBothWays() {
    try (var tunnel = new TunnelRun(installation.client, admin(), session, local.port())) {
      assertBothWays(tunnel);
      assertThat(tunnel.events).containsExactly("connected");

      var another = tunnel.open();
      assertThat(another.pipeline().get(SpdyFrameCodec.class)).as("SPDY, which costs the node least").isNotNull();
      another.close();
    }
  }

  @Test
  void withNoMoreThanTheRightToForwardPortsConnectionsGoBothWays() {
    var ada = Developer.create(installation.client, shop.namespace, "ada-developer", PORT_FORWARD);
    try (var tunnel = new TunnelRun(installation.client, ada.kubeconfig(admin(), folder), session, local.port())) {
      assertBothWays(tunnel);
      ada.revokeRights();
      killGateway(tunnel);
      await().atMost(PATIENCE).until(() -> tunnel.last().contains("cannot get resource \"pods/portforward\""));
      assertThat(tunnel.events).filteredOn(event -> event.startsWith("lost: ")).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void tunnelMovesToAReplacedGatewayWithoutALoss() {
    try (var tunnel = new TunnelRun(installation.client, admin(), session, local.port())) {
      assertBothWays(tunnel);
      var before = tunnel.pod();

      installation.client.pods().inNamespace(shop.namespace).withName(before).delete();

      await().atMost(PATIENCE).until(() -> !tunnel.pod().equals(before)
          && installation.client.pods().inNamespace(shop.namespace).withName(before).get() == null);
      assertBothWays(tunnel);
      assertThat(tunnel.events).containsExactly("connected");
    }
  }

  @Test
  void tunnelReconnectsToTheGatewayThatReplacesALostOne() {
    try (var tunnel = new TunnelRun(installation.client, admin(), session, local.port())) {
      assertBothWays(tunnel);

      var before = tunnel.pod();
      killGateway(tunnel);

      await().atMost(PATIENCE).until(() -> !tunnel.pod().equals(before));

      var replaced = System.nanoTime();

      await().atMost(Duration.ofSeconds(20)).until(() -> tunnel.last().equals("connected"));

      report("connected after the gateway had another pod", replaced);
      assertBothWays(tunnel);
    }
  }

  @Test
  void tunnelReconnectsAfterTheApiServerOrTheKubeletIsKilled() {
    assumeThat(installation.cluster.kind()).isEqualTo(Cluster.Kind.NODE);
    try (var tunnel = new TunnelRun(installation.client, admin(), session, local.port())) {
      assertBothWays(tunnel);
      assertReconnectsAfterKilling(tunnel, "kube-apiserver", 3);
      assertReconnectsAfterKilling(tunnel, "kubelet", 5);
    }
  }

  private void assertReconnectsAfterKilling(TunnelRun tunnel, String part, int events) {
    NodePart.kill(part);
    var killed = System.nanoTime();
    await().atMost(Duration.ofSeconds(5)).until(() -> tunnel.events.size() >= events - 1);
    report("loss of the " + part + " noticed", killed);
    await().atMost(PATIENCE).ignoreExceptions().until(() -> "ok".equals(installation.client.raw("/readyz")));
    var answers = System.nanoTime();
    await().atMost(Duration.ofSeconds(10)).until(() -> tunnel.last().equals("connected"));
    report("connected again after the API server answers", answers);
    assertThat(tunnel.events).hasSize(events);
    assertBothWays(tunnel);
  }

  /** The cluster's callers reach this machine, and this machine reaches a Service. */
  private void assertBothWays(TunnelRun tunnel) {
    await().atMost(PATIENCE).until(() -> tunnel.last().equals("connected"));
    shop.await("ada", Condition::holds);
    await().atMost(Duration.ofSeconds(20)).ignoreExceptions()
        .untilAsserted(() -> assertThat(get(installation.nodeAddress(), installation.servicePort(8082)))
            .isEqualTo(LocalProcess.ANSWER));
    var orders = tunnel.listen("orders." + shop.namespace + ".svc.cluster.local", installation.servicePort(8081));
    assertThat(get("127.0.0.1", orders)).contains("pod orders-").contains("local process");
  }

  /** As when its node is lost: it has no time to move. */
  private void killGateway(TunnelRun tunnel) {
    installation.client.pods().inNamespace(shop.namespace).withName(tunnel.pod()).withGracePeriod(0).delete();
  }

  private Path admin() {
    return Path.of(installation.cluster.environment().get("KUBECONFIG"));
  }

  private static void report(String what, long since) {
    System.err.printf("%s: %d ms%n", what, Duration.ofNanos(System.nanoTime() - since).toMillis());
  }

  private static String get(String host, int port) {
    return Http.get(URI.create("http://" + host + ":" + port + "/"));
  }
}
