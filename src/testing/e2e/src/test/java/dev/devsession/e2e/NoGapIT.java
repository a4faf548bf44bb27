package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.e2e.load.Load;
import dev.devsession.e2e.load.Sent;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * No operation on a swap fails a request or breaks an answer that lasts where a rolling update of the same workload
 * does not, and none touches a user's pod, except those that Replace scales to zero.
 */
@ExtendWith(RealCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoGapIT {
  private static final int PER_SECOND = 600;
  /** The least load that counts, on a machine that is busy with other work. */
  private static final int LEAST_PER_SECOND = 100;
  /** kube-proxy's period of one second, and one more for a busy machine. */
  private static final int KUBE_PROXY_SECONDS = 2;
  private static final String ABRUPT = "exits at SIGTERM: ";
  private static final int REQUESTS_AFTER = Soak.size(600, 6000);
  /** A lasting answer takes 4 s, more than a pod serves after SIGTERM; in the long form 6 s. */
  private static final int LINES = Soak.size(200, 300);
  private static final Duration PATIENCE = Duration.ofSeconds(DeployedShop.PATIENCE);
  private final Installation installation;
  private final LocalProcess ada = new LocalProcess("local process of ada");
  private final LocalProcess bob = new LocalProcess("local process of bob");
  private final List<GapRow> rows = new ArrayList<>();
  private DeployedShop shop;
  private Load load;

  NoGapIT(Installation installation) {
    this.installation = installation;
  }

  @BeforeAll
  void deploy() {
    shop = DeployedShop.deploy(installation, "nogap", yaml -> {
      var parts = yaml.split("\n---\n");
      return String.join("\n---\n", parts[0], parts[1], parts[4], parts[5],
          service("polite", 30081, "SHOP_ABRUPT", "false"),
          service("abrupt", 30082, "SHOP_ABRUPT", "true"));
    });
  }

  @AfterAll
  void printRowsAndCleanUp() {
    System.err.println(GapRow.HEAD);
    rows.forEach(row -> System.err.print(row + "\n" + row.failures()));
    shop.close();
    ada.close();
    bob.close();
    installation.install();
  }

  @Test
  void noOperationFailsMoreRequestsThanARollingUpdate() {
    try (var pods = new PodsSeen(installation, shop.namespace);
        var running = new Load(nodeUrl(30081), PER_SECOND, LINES)) {
      load = running;
      var update = row("rolling update", () -> rollingUpdate("polite"));
      var others = userPods().stream().filter(p -> !p.startsWith("polite")).collect(Collectors.toSet());

      row("swap", () -> {
        shop.session("ada", spec("polite", ada));
        shop.await("ada", Condition::holds);
      });
      pods.forget();
      row("operator restart", this::restartOperator);
      row("proxy pod deleted", this::deleteProxyPod);
      row("proxy rollout", this::rollProxy);
      row("hand-over", () -> {
        shop.session("bob", spec("polite", bob));
        shop.await("bob", c -> c.reason().equals("Queued"));
        shop.deleteSession("ada");
        shop.await("bob", Condition::holds);

        await().atMost(PATIENCE).until(() -> lastSecond().size() > 100
            && lastSecond().stream().allMatch(s -> s.isBy("local process of bob")));
      });

      assertThat(userPods()).isEqualTo(others);
      assertThat(pods.created()).as("users' pods created while swapped").isEmpty();
      row("restore", () -> {
        shop.deleteSession("bob");
        shop.awaitNoProxies();
      });
      assertThat(userPods()).containsAll(others).hasSize(others.size() + 3);
      assertThat(pods.created()).as("users' pods created by the restore").hasSize(3);
      assertThat(pods.restarts()).isZero();

      assertThat(rows).filteredOn(row -> !row.operation().startsWith(ABRUPT)).allSatisfy(row -> {
        assertThat(row.failed()).as("failed in %s", row).isLessThanOrEqualTo(update.failed());
        assertThat(row.broken()).as("broken in %s", row).isLessThanOrEqualTo(update.broken());
        assertThat(row.perSecond()).as("load in %s", row).isGreaterThan(LEAST_PER_SECOND);
      });
    }
  }

  /**
   * A workload that exits at SIGTERM may fail requests in its own rolling update, pod by pod. A swap removes all its
   * pods at the same time, so all requests may fail until kube-proxy, which acts once a second, knows it.
   */
  @Test
  void abruptWorkloadFailsRequestsOnlyUntilKubeProxyUpdates() {
    try (var running = new Load(nodeUrl(30082), PER_SECOND, LINES)) {
      load = running;
      var update = row(ABRUPT + "rolling update", () -> rollingUpdate("abrupt"));
      var swap = row(ABRUPT + "swap", () -> {
        shop.session("ada", spec("abrupt", ada));
        shop.await("ada", Condition::holds);
      });
      var restore = row(ABRUPT + "restore", () -> {
        shop.deleteSession("ada");
        shop.awaitNoProxies();
      });

      assertThat(swap.failed()).isLessThan(KUBE_PROXY_SECONDS * PER_SECOND);
      assertThat(restore.failed()).isLessThanOrEqualTo(update.failed());
    }
  }

  private GapRow row(String name, Runnable operation) {
    var row = GapRow.measure(name, load, REQUESTS_AFTER, operation);
    rows.add(row);
    return row;
  }

  private void rollingUpdate(String name) {
    installation.cluster.kubectl("rollout", "restart", "deployment/" + name, "-n", shop.namespace);
    installation.cluster.kubectl("rollout", "status", "deployment/" + name, "-n", shop.namespace, "--timeout=120s");
    await().atMost(PATIENCE).until(() -> userPods().stream().filter(p -> p.startsWith(name)).count() == 3);
  }

  private void restartOperator() {
    installation.cluster.kubectl("rollout", "restart", "deployment/devsession", "-n", Installation.NAMESPACE);
    installation.cluster.kubectl("rollout", "status", "deployment/devsession", "-n", Installation.NAMESPACE,
        "--timeout=120s");
  }

  private void deleteProxyPod() {
    var old = proxies().getFirst();
    installation.client.resource(old).delete();
    awaitOnlyNewProxies(old);
  }

  private void rollProxy() {
    var old = proxies().getFirst();
    installation.install("--set", "proxy.image.pullPolicy=Never");
    awaitOnlyNewProxies(old);
    assertThat(proxies()).allSatisfy(
        p -> assertThat(p.getSpec().getContainers().getFirst().getImagePullPolicy()).isEqualTo("Never"));
  }

  private void awaitOnlyNewProxies(Pod old) {
    await().atMost(PATIENCE).until(this::proxies, pods -> pods.size() == 1
        && !pods.getFirst().getMetadata().getUid().equals(old.getMetadata().getUid()));
    shop.await("ada", Condition::holds);
  }

  private List<Pod> proxies() {
    return installation.client.pods().inNamespace(shop.namespace).withLabel(Labels.SWAP).list().getItems();
  }

  /** Name and UID of the users' pods, terminating ones included. */
  private Set<String> userPods() {
    return installation.client.pods().inNamespace(shop.namespace).withoutLabel(Labels.SWAP).list().getItems()
        .stream().map(p -> p.getMetadata().getName() + " " + p.getMetadata().getUid()).collect(Collectors.toSet());
  }

  private List<Sent> lastSecond() {
    return load.sentSince(System.nanoTime() - Duration.ofSeconds(1).toNanos());
  }

  private String spec(String service, LocalProcess local) {
    return "services: [{name: " + service + ", ports: [{hostPort: " + local.port()
        + "}]}], transport: {type: Direct, hostAddress: " + installation.cluster.hostAddress() + "}";
  }

  /** A Service with a port at the node, and three pods that serve for 3 s after SIGTERM unless they are abrupt. */
  static String service(String name, int nodePort, String variable, String value) {
    var stock = ManifestText.replace(DeployedShop.service(name), "args: [orders]",
        "args: [stock, --port, \"8081\"]");
    var three = ManifestText.replace(stock, "replicas: 1", "replicas: 3");
    var more = ManifestText.replace(ManifestText.withdrawing(three, 3000), "value: \"3000\"}",
        "value: \"3000\"}\n            - {name: " + variable + ", value: \"" + value + "\"}");
    return ManifestText.atNode(more, name, nodePort);
  }

  private URI nodeUrl(int port) {
    return URI.create("http://" + installation.nodeAddress() + ":" + port);
  }
}
