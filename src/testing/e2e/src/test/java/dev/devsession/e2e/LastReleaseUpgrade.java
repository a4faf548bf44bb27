package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.e2e.load.Sent;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the last release's chart, images and agent to this build's and back, while sessions run. No *IT, since the
 * release has to be built first: {@code make test-upgrade} does so and runs it.
 */
@ExtendWith(RealCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LastReleaseUpgrade {
  private static final int REQUESTS_AFTER = 120;
  /**
   * Release 0.3's gateway resets its connections when it ends, and its agent looks for the next one then. The rest is
   * for a busy machine.
   */
  private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(10);
  private static final int FIRST_NODE_PORT = 30094;
  private static final List<String> SERVICES = List.of("last-agent", "this-agent", "direct");
  private static final Duration PATIENCE = Duration.ofSeconds(DeployedShop.PATIENCE);
  @TempDir
  private static Path folder;
  private final LastRelease lastRelease = LastRelease.find();
  private final Installation installation;
  private final List<SwappedUnderLoad> all = new ArrayList<>();
  private final List<GapRow> rows = new ArrayList<>();
  private DeployedShop shop;
  private Map<String, Map<?, ?>> before;
  private Path kubeconfig;

  LastReleaseUpgrade(Installation installation) {
    this.installation = installation;
  }

  @BeforeAll
  void deploy() {
    shop = DeployedShop.deploy(installation, "upgrade", _ -> String.join("\n---\n", SERVICES.stream()
        .map(name -> NoGapIT.service(name, FIRST_NODE_PORT + SERVICES.indexOf(name), "SHOP_ABRUPT", "false"))
        .toList()));
    before = shop.everything();
    kubeconfig = Developer.ofTheChart(installation.client, shop.namespace, "ada")
        .kubeconfig(Path.of(installation.cluster.environment().get("KUBECONFIG")), folder);
    var launchers = List.of(Optional.of(lastRelease.agent()), Optional.of(Agent.OWN), Optional.<Path>empty());
    for (var i = 0; i < SERVICES.size(); i++) {
      all.add(new SwappedUnderLoad(installation, shop, SERVICES.get(i), FIRST_NODE_PORT + i, launchers.get(i),
          kubeconfig, folder.resolve(SERVICES.get(i))));
    }
    await().atMost(PATIENCE).until(() -> all.stream().noneMatch(s -> s.lastSecond().stream().anyMatch(Sent::failed)));
  }

  @AfterAll
  void printRowsAndCleanUp() {
    System.err.println(GapRow.HEAD);
    rows.forEach(row -> System.err.print(row + "\n" + row.failures()));
    all.forEach(SwappedUnderLoad::close);
    if (shop != null) {
      shop.close();
    }
    upgrade();
  }

  @Test
  void sessionsContinueThroughTheUpgrade() {
    lastRelease.replace(installation);
    assertThat(said(Agent.OWN, "version")).anyMatch(line -> line.startsWith("warning: the operator doesn't say"));
    measure("swap by the last release", this::beginAll);
    var moved = measureMove("upgrade", this::upgrade);
    assertThat(said(Agent.OWN, "version")).anyMatch(line -> line.startsWith("Operator Version: "))
        .noneMatch(line -> line.startsWith("warning"));
    assertThat(said(lastRelease.agent(), "list")).filteredOn(line -> line.contains("True    Swapped"))
        .hasSameSizeAs(SERVICES);
    assertThat(said(lastRelease.agent(), "status", "last-agent")).anyMatch(line -> line.contains("Ready"));
    endAll("end by this release");
    assertThat(moved).allSatisfy(row -> assertThat(row.outage()).as("%s", row).isLessThan(LONGEST_OUTAGE));
  }

  @Test
  void sessionsContinueThroughTheRollback() {
    lastRelease.install(installation);
    upgrade();
    measure("swap by this release", this::beginAll);
    var moved = measureMove("rollback", this::rollBack);
    assertThat(said(Agent.OWN, "version")).anyMatch(line -> line.startsWith("warning: the operator doesn't say"));
    endAll("end by the last release");
    assertThat(moved).allSatisfy(row -> assertThat(row.outage()).as("%s", row).isLessThan(LONGEST_OUTAGE));
  }

  private void upgrade() {
    installation.cluster.kubectl("apply", "--server-side", "--force-conflicts", "-f", "helm/devsession/crds/");
    installation.install();
  }

  private void rollBack() {
    lastRelease.applyCrds(installation);
    installation.cluster.helm("rollback", "devsession", "--namespace", Installation.NAMESPACE, "--wait", "--timeout",
        "120s");
  }

  private void beginAll() {
    all.forEach(SwappedUnderLoad::begin);
    all.forEach(SwappedUnderLoad::awaitLocal);
  }

  private void endAll(String operation) {
    measure(operation, () -> assertThat(all.parallelStream().map(SwappedUnderLoad::end)).containsOnly(0));
    shop.awaitNoProxies();
    shop.awaitNoGateways();
    shop.awaitAvailable();
    assertThat(shop.everything()).as(operation).isEqualTo(before);
  }

  /** Until all pods of the data plane are of the last release, or of this one, and the machine answers through them. */
  private void awaitImages(boolean ofLastRelease) {
    await().atMost(PATIENCE).until(() -> {
      var images = Stream.of(Labels.SWAP, Labels.SESSION).flatMap(label -> installation.client.pods()
          .inNamespace(shop.namespace).withLabel(label).list().getItems().stream()).map(LastReleaseUpgrade::image)
          .toList();
      return images.size() == 5 && images.stream().allMatch(image -> LastRelease.has(image) == ofLastRelease);
    });
    all.forEach(SwappedUnderLoad::awaitLocal);
  }

  private static String image(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getImage();
  }

  private void measure(String operation, Runnable run) {
    Runnable measured = run;
    for (var session : all) {
      var inner = measured;
      measured = () -> rows.add(GapRow.measure(operation + ", " + session.name, session.load, REQUESTS_AFTER, inner));
    }
    measured.run();
  }

  /** Measures until the data plane has followed the operator. No original may answer meanwhile. */
  private List<GapRow> measureMove(String operation, Runnable run) {
    var first = rows.size();
    measure(operation, () -> {
      run.run();
      awaitImages(operation.equals("rollback"));
    });
    var moved = List.copyOf(rows.subList(first, rows.size()));
    assertThat(moved).allSatisfy(row -> assertThat(row.requests()).noneMatch(Sent::isOriginal));
    return moved;
  }

  private List<String> said(Path launcher, String... arguments) {
    try (var agent = Agent.startElsewhere(installation, launcher, kubeconfig, folder.resolve("asking"), arguments)) {
      assertThat(agent.awaitEnd()).as("%s: %s", List.of(arguments), agent.lines()).isZero();
      return agent.lines();
    }
  }
}
