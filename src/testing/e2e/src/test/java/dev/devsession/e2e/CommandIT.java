package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Condition;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent as a developer with the chart's rights runs it: with a command to run meanwhile, and from two machines at
 * the same time.
 */
@ExtendWith(RealCluster.class)
class CommandIT {
  private static final String HOSTS = "127.0.0.1 localhost\n";
  private final Installation installation;
  private final LocalProcess local = new LocalProcess();
  @TempDir
  private Path folder;
  private final DeployedShop shop;
  private Path kubeconfig;

  CommandIT(Installation installation, DeployedShop shop) {
    this.installation = installation;
    this.shop = shop;
  }

  @BeforeEach
  void createDeveloper() {
    kubeconfig = Developer.ofTheChart(installation.client, shop.namespace, "ada")
        .kubeconfig(Path.of(installation.cluster.environment().get("KUBECONFIG")), folder);
  }

  @AfterEach
  void closeLocalProcess() {
    local.close();
  }

  @Test
  void sessionIsUpWhileTheCommandRunsAndEndsWithItsExitCode() throws IOException {
    var before = shop.everything();
    var hosts = Files.writeString(folder.resolve("hosts"), HOSTS);
    try (var agent = Agent.start(installation, kubeconfig, "up", "--name", "ada", "orders=" + local.port(),
        "--hosts-file", hosts.toString(), "--", "sh", "-c", "echo begun; read code; exit $code")) {
      await().until(() -> agent.lines().contains("begun"));
      var stock = Files.readAllLines(hosts).stream().map(line -> line.split(" "))
          .filter(words -> words.length > 1 && words[1].equals("stock")).findFirst().orElseThrow()[0];
      assertThat(Http.get(URI.create("http://" + stock + ":" + installation.servicePort(8082) + "/")))
          .as("names are written before the command starts")
          .contains("pod stock-");
      shop.await("ada", Condition::holds);
      awaitLocalAnswer();

      agent.type("42");
      assertThat(agent.awaitEnd()).isEqualTo(42);
    }
    assertThat(hosts).content().isEqualTo(HOSTS);
    await().untilAsserted(() -> assertThat(shop.everything()).isEqualTo(before));
    shop.awaitAvailable();
  }

  /** This holds for a session that the first machine created and would delete at its end. */
  @Test
  void secondMachineIsRefusedAndReplacesTheFirstOnlyWithTakeOver() {
    try (var first = startOn("first", "up", "--name", "ada", "orders=" + local.port(), "--no-names")) {
      awaitConnected(first);
      try (var second = startOn("second", "connect", "ada", "--no-names")) {
        assertOccupied(second);
      }
      assertThat(first.lines()).noneMatch(line -> line.contains("lost"));

      try (var second = startOn("second", "connect", "ada", "--no-names", "--take-over")) {
        assertOccupied(first);
        assertThat(first.lines()).anyMatch(line -> line.contains("another machine has taken it over"));
        awaitConnected(second);
        shop.await("ada", Condition::holds);
        awaitLocalAnswer();
        assertThat(second.lines()).noneMatch(line -> line.contains("lost"));
      }
    }
  }

  private Agent startOn(String machine, String... arguments) {
    return Agent.startElsewhere(installation, kubeconfig, folder.resolve(machine), arguments);
  }

  private static void awaitConnected(Agent agent) {
    await()
        .until(() -> agent.lines().stream().anyMatch(line -> line.contains("connected       gateway ")));
  }

  /** The agent ends, and its error names the connected machine. */
  private static void assertOccupied(Agent agent) {
    assertThat(agent.awaitEnd()).isEqualTo(4);
    assertThat(agent.lines()).filteredOn(line -> line.startsWith("error: ")).singleElement().asString().matches(
        "error: \\S+@\\S+ has been connected to this session since 20[-0-9]+T[:0-9]+Z; to take their place, connect "
            + "with --take-over");
  }

  private void awaitLocalAnswer() {
    await().ignoreExceptions().until(() -> installation.client
        .raw("/api/v1/namespaces/" + shop.namespace + "/services/orders:http/proxy/"), LocalProcess.ANSWER::equals);
  }
}
