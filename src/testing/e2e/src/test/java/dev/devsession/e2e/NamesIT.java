package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Condition;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The agent's hosts block resolves the cluster's Services by name, and is removed when the agent ends. */
@ExtendWith(RealCluster.class)
class NamesIT {
  private final Installation installation;
  private final DeployedShop shop;

  NamesIT(Installation installation, DeployedShop shop) {
    this.installation = installation;
    this.shop = shop;
  }

  @Test
  void namesResolveToTheServicesUntilTheAgentEnds(@TempDir Path folder) throws IOException, InterruptedException {
    var hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n# mine");
    shop.session("ada", "services: [], transport: {type: Direct, hostAddress: 192.0.2.1}, names: {via: NodePort}");
    shop.await("ada", Condition::holds);
    var agent = new ProcessBuilder(Project.path("src/agent/devsession").toString(), "hosts", "--namespace",
        shop.namespace, "--hosts-file",
        hosts.toString()).inheritIO();
    agent.environment().putAll(installation.cluster.environment());
    var process = agent.start();
    try {
      await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(Files.readAllLines(hosts))
          .anySatisfy(
              l -> assertThat(l.split("\\s+")).contains("orders", "orders." + shop.namespace,
                  "orders." + shop.namespace + ".svc.cluster.local")));
      var line = Files.readAllLines(hosts).stream().filter(l -> l.contains("orders." + shop.namespace)).findFirst()
          .orElseThrow();
      var orders = URI.create("http://" + line.split("\\s+")[0] + ":" + installation.servicePort(8081) + "/");
      // A node takes up to a second to open a NodePort, and the agent is faster.
      await().ignoreExceptions().untilAsserted(() -> assertThat(Http.get(orders)).contains("pod orders-"));
    } finally {
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(hosts).hasContent("127.0.0.1 localhost\n# mine");
  }
}
