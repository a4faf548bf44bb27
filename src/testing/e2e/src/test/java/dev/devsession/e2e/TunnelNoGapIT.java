package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.e2e.load.Load;
import dev.devsession.e2e.load.Sent;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * As {@link NoGapIT}, with the default transport: however a session by Tunnel begins, moves or ends, no request fails
 * and no long answer breaks, as long as a machine is connected.
 */
@ExtendWith(RealCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TunnelNoGapIT {
  private static final int PER_SECOND = 200;
  /** The least load that counts, on a machine that is busy with other work. */
  private static final int LEAST_PER_SECOND = 50;
  private static final int REQUESTS_AFTER = Soak.size(600, 3000);
  /** A lasting answer takes 4 s; in the long form 6 s. */
  private static final int LINES = Soak.size(200, 300);
  private static final int NODE_PORT = 30083;
  private static final Duration PATIENCE = Duration.ofSeconds(DeployedShop.PATIENCE);
  @TempDir
  private static Path adaFolder;
  @TempDir
  private static Path bobFolder;
  private final Installation installation;
  private final LocalProcess ada = new LocalProcess("local process of ada");
  private final LocalProcess bob = new LocalProcess("local process of bob");
  private final List<GapRow> rows = new ArrayList<>();
  private final List<Agent> agents = new ArrayList<>();
  private DeployedShop shop;
  private Path kubeconfig;
  private Load load;

  TunnelNoGapIT(Installation installation) {
    this.installation = installation;
  }

  @BeforeAll
  void deploy() {
    shop = DeployedShop.deploy(installation, "tunnelgap", yaml -> {
      var parts = yaml.split("\n---\n");
      return String.join("\n---\n", parts[0], parts[1], parts[4], parts[5], NoGapIT.service("polite", NODE_PORT,
          "SHOP_ABRUPT", "false"));
    });
    kubeconfig = Developer.ofTheChart(installation.client, shop.namespace, "ada")
        .kubeconfig(Path.of(installation.cluster.environment().get("KUBECONFIG")), adaFolder);
  }

  @AfterAll
  void printRowsAndCleanUp() {
    System.err.println(GapRow.HEAD);
    rows.forEach(row -> System.err.print(row + "\n" + row.failures()));
    agents.forEach(Agent::close);
    shop.close();
    ada.close();
    bob.close();
    installation.install();
  }

  @Test
  void noOperationFailsARequestWhileAMachineIsConnected() {
    try (var running = new Load(URI.create("http://" + installation.nodeAddress() + ":" + NODE_PORT), PER_SECOND,
        LINES)) {
      load = running;
      var first = new Agent[1];
      row("start of `up`", () -> {
        first[0] = up("ada", ada, adaFolder);
        awaitAnswersBy("ada");
      });
      row("gateway pod deleted", this::deleteGatewayPod);
      row("gateway and proxy rollout", this::rollGatewayAndProxy);
      row("hand-over", () -> {
        var second = up("bob", bob, bobFolder);
        shop.await("bob", c -> c.reason().equals("Queued"));
        first[0].signal("TERM");
        assertThat(first[0].awaitEnd()).isZero();
        awaitAnswersBy("bob");
        first[0] = second;
      });
      row("end of `up`", () -> {
        first[0].signal("TERM");
        assertThat(first[0].awaitEnd()).isZero();
      });

      first[0] = start("start of `up`, again", "ada");
      row("`kubectl delete dev`", () -> {
        installation.cluster.kubectl("delete", "dev", "ada", "-n", shop.namespace);
        first[0].awaitEnd();
      });

      shop.session("ada", "services: [{name: polite, ports: [{hostPort: " + ada.port() + "}]}]");
      first[0] = connect(adaFolder);
      awaitAnswersBy("ada");
      row("take-over by another machine", () -> {
        var other = connect(bobFolder, "--take-over");
        first[0].awaitEnd();
        first[0] = other;
        awaitAnswersBy("ada");
      });
      row("suspend", () -> {
        setSuspended(true);
        first[0].awaitEnd();
      });
      setSuspended(false);
      first[0] = connect(adaFolder);
      awaitAnswersBy("ada");
      row("expiry", () -> {
        expireIn(Duration.ofSeconds(2));
        first[0].awaitEnd();
      });

      assertThat(rows).allSatisfy(row -> {
        assertThat(row.failed()).as("failed in %s", row).isZero();
        assertThat(row.broken()).as("broken in %s", row).isZero();
        assertThat(row.perSecond()).as("load in %s", row).isGreaterThan(LEAST_PER_SECOND);
      });
    }
  }

  private void row(String name, Runnable operation) {
    rows.add(GapRow.measure(name, load, REQUESTS_AFTER, operation));
  }

  private Agent start(String row, String name) {
    row(row, () -> {
      up(name, ada, adaFolder);
      awaitAnswersBy(name);
    });
    return agents.getLast();
  }

  private Agent up(String name, LocalProcess local, Path folder) {
    return agent(folder, "up", "polite=" + local.port(), "--name", name, "--no-names");
  }

  private Agent connect(Path folder, String... options) {
    var arguments = new ArrayList<>(List.of("connect", "ada", "--no-names"));
    arguments.addAll(List.of(options));
    return agent(folder, arguments.toArray(String[]::new));
  }

  private Agent agent(Path folder, String... arguments) {
    agents.add(Agent.startElsewhere(installation, kubeconfig, folder, arguments));
    return agents.getLast();
  }

  private void awaitAnswersBy(String name) {
    shop.await(name, Condition::holds);
    await().atMost(PATIENCE).until(() -> {
      List<Sent> last = load.sentSince(System.nanoTime() - Duration.ofSeconds(1).toNanos());
      return last.size() > LEAST_PER_SECOND && last.stream().allMatch(s -> s.isBy("local process of " + name));
    });
  }

  private void deleteGatewayPod() {
    var old = gateways().getFirst();
    installation.client.resource(old).delete();
    awaitOnlyNewGateways(old);
  }

  private void rollGatewayAndProxy() {
    var old = gateways().getFirst();
    installation.install("--set", "proxy.image.pullPolicy=Never");
    awaitOnlyNewGateways(old);
  }

  private void awaitOnlyNewGateways(Pod old) {
    await().atMost(PATIENCE).until(this::gateways, pods -> pods.size() == 1
        && !pods.getFirst().getMetadata().getUid().equals(old.getMetadata().getUid()));
    awaitAnswersBy("ada");
  }

  private List<Pod> gateways() {
    return installation.client.pods().inNamespace(shop.namespace).withLabel(Labels.SESSION).list().getItems();
  }

  private void setSuspended(boolean suspended) {
    installation.cluster.kubectl("patch", "dev", "ada", "-n", shop.namespace, "--type", "merge", "-p",
        "{\"spec\":{\"suspend\":" + suspended + "}}");
  }

  /** Sets the session's lifetime so that it ends after this time. */
  private void expireIn(Duration left) {
    var session = installation.client.resources(DevSession.class).inNamespace(shop.namespace).withName("ada").get();
    var age = Duration.between(java.time.Instant.parse(session.getMetadata().getCreationTimestamp()),
        java.time.Instant.now());
    installation.cluster.kubectl("patch", "dev", "ada", "-n", shop.namespace, "--type", "merge", "-p",
        "{\"spec\":{\"ttlSeconds\":" + age.plus(left).toSeconds() + "}}");
  }
}
