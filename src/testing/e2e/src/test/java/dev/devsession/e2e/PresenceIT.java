package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.Labels;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A swap lasts while the machine is connected: the machine disconnects in every possible way, and reconnects. */
@ExtendWith(RealCluster.class)
class PresenceIT {
  private static final int GRACE = 4;
  /**
   * How long the originals may take after the grace period, and the swap after the machine reconnects: 5 s, and 4 more
   * for a busy machine. The test prints the time that it took.
   */
  private static final Duration PROMPTLY = Duration.ofSeconds(9);
  /** The gateway notices silence after two to three seconds; until then a caller waits. */
  private static final Duration NOTICED = Duration.ofSeconds(4);
  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private final Installation installation;
  /** Sends each request once: the usual client repeats a refused one. */
  private final KubernetesClient caller;
  @TempDir
  private Path folder;
  private final LocalProcess local = new LocalProcess();
  private final DeployedShop shop;
  private Path kubeconfig;
  private Agent agent;

  PresenceIT(Installation installation, DeployedShop shop) {
    this.installation = installation;
    this.shop = shop;
    this.caller = new KubernetesClientBuilder().withConfig(
        new ConfigBuilder(installation.client.getConfiguration()).withRequestRetryBackoffLimit(0).build()).build();
  }

  @BeforeEach
  void createDeveloper() {
    kubeconfig = Developer.ofTheChart(installation.client, shop.namespace, "ada")
        .kubeconfig(Path.of(installation.cluster.environment().get("KUBECONFIG")), folder);
  }

  @AfterEach
  void closeConnections() {
    if (agent != null) {
      agent.close();
    }
    local.close();
    caller.close();
  }

  @Test
  void originalsReturnAfterTheAgentIsKilledAndTheNextAgentSwapsAgain() {
    swap("Restore");
    agent.kill();
    assertOriginalsReturn("agent killed");

    var start = System.nanoTime();
    agent = connect();
    assertSwappedAgain("next agent started", start);
  }

  @Test
  void originalsReturnWhileTheAgentIsFrozenAndItSwapsAgainWhenItContinues() {
    swap("Restore");
    agent.signal("STOP");
    assertOriginalsReturn("agent frozen");

    var start = System.nanoTime();
    agent.signal("CONT");
    assertSwappedAgain("agent continued", start);
  }

  @Test
  void originalsReturnWhileTheLinkIsCutAndTheSwapResumesWithTheLink() throws IOException {
    var server = URI.create(installation.client.getConfiguration().getMasterUrl());
    try (var link = new CuttableLink(server)) {
      var direct = Files.readString(kubeconfig);
      var linked = direct.replaceFirst("https://" + server.getHost() + ":" + server.getPort() + "/?", link.url());
      Files.writeString(kubeconfig, linked.replaceFirst("certificate-authority-data: \"[^\"]*\"",
          "insecure-skip-tls-verify: true")); // the certificate may not name the link's address
      swap("Restore");
      link.cut();
      assertOriginalsReturn("link cut");

      var start = System.nanoTime();
      link.mend();
      assertSwappedAgain("link mended", start);
    }
  }

  /** A deleted gateway may serve until its replacement does, so that callers need not notice. */
  @Test
  void lostGatewayIsReplacedWithinTheGracePeriodAndTheOriginalsStayScaledToZero() {
    swap("Restore");
    var lost = readyGateways();
    var start = System.nanoTime();
    installation.client.pods().inNamespace(shop.namespace).withLabel(Labels.SESSION).withGracePeriod(0).delete();

    await().atMost(Duration.ofSeconds(DeployedShop.PATIENCE))
        .until(() -> !lost.containsAll(readyGateways()));

    assertSwappedAgain("gateway deleted", start);
    assertOriginalsScaledToZero();
  }

  private Set<String> readyGateways() {
    return installation.client.pods().inNamespace(shop.namespace).withLabel(Labels.SESSION).list().getItems().stream()
        .filter(Readiness::isPodReady).map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
  }

  private void assertOriginalsScaledToZero() {
    assertThat(installation.client.apps().deployments().inNamespace(shop.namespace).withName("orders").get().getSpec()
        .getReplicas()).as("replicas of the original").isZero();
  }

  @Test
  void withActionHoldCallersAreRefusedUntilTheMachineReconnects() {
    swap("Hold");
    agent.kill();

    await().atMost(Duration.ofSeconds(DeployedShop.PATIENCE)).until(() -> !isLocal(orders()));
    await().during(Duration.ofSeconds(GRACE + 1)).atMost(Duration.ofSeconds(GRACE + 30))
        .untilAsserted(() -> assertThat(orders()).isEqualTo("refused"));

    assertOriginalsScaledToZero();
    agent = connect();

    await().atMost(Duration.ofSeconds(DeployedShop.PATIENCE)).until(() -> isLocal(orders()));
  }

  private void swap(String action) {
    shop.session("ada", "services: [{name: orders, ports: [{hostPort: " + local.port()
        + "}]}], disconnect: {graceSeconds: " + GRACE + ", action: " + action + "}");
    agent = connect();
    shop.await("ada", Condition::holds);
    await().atMost(Duration.ofSeconds(DeployedShop.PATIENCE)).until(() -> isLocal(orders()));
  }

  private Agent connect() {
    return Agent.start(installation, kubeconfig, "connect", "ada", "--no-names");
  }

  /** Called when the machine has just disconnected: callers get an error immediately, then the originals answer. */
  private void assertOriginalsReturn(String what) {
    var gone = System.nanoTime();
    await().atMost(Duration.ofSeconds(DeployedShop.PATIENCE)).pollInterval(Duration.ofMillis(50))
        .until(() -> orders().equals("refused"));
    var asked = System.nanoTime();
    assertThat(orders()).isNotEqualTo(LocalProcess.ANSWER);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).as("time until the next caller is refused")
        .isLessThan(AT_ONCE);
    await().atMost(Duration.ofSeconds(DeployedShop.PATIENCE)).pollInterval(Duration.ofMillis(50))
        .until(() -> orders().contains("pod orders-"));
    var took = Duration.ofNanos(System.nanoTime() - gone);
    System.err.printf("%s: an original answers after %d ms, of which %d s grace%n", what, took.toMillis(), GRACE);
    assertThat(took).as(what).isLessThan(PROMPTLY.plusSeconds(GRACE));
  }

  private void assertSwappedAgain(String what, long since) {
    await().atMost(Duration.ofSeconds(DeployedShop.PATIENCE)).pollInterval(Duration.ofMillis(50))
        .until(() -> isLocal(orders()));
    var took = Duration.ofNanos(System.nanoTime() - since);
    System.err.printf("%s: the machine answers after %d ms%n", what, took.toMillis());
    assertThat(took).as(what).isLessThan(PROMPTLY);
    shop.await("ada", Condition::holds);
  }

  private static boolean isLocal(String answer) {
    return answer.equals(LocalProcess.ANSWER);
  }

  /** An answer of the Service as a caller in the cluster gets it, or "refused". */
  private String orders() {
    var start = System.nanoTime();
    try {
      return caller.raw("/api/v1/namespaces/" + shop.namespace + "/services/orders:http/proxy/");
    } catch (KubernetesClientException e) {
      assertThat(Duration.ofNanos(System.nanoTime() - start)).as("refused, not hanging: %s", e.getMessage())
          .isLessThan(NOTICED);
      return "refused";
    }
  }
}
