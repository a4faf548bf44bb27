package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Condition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An API server behind {@code kubectl proxy}: plain http, HTTP/1.1 only, under a path as Rancher's has it. */
@ExtendWith(RealCluster.class)
class KubectlProxyIT {
  private static final String PREFIX = "/k8s/clusters/c-xyz";
  private final Installation installation;
  private final LocalProcess local = new LocalProcess();
  private final DeployedShop shop;
  private final int port = freePort();
  @TempDir
  private Path folder;
  private Process proxy;

  KubectlProxyIT(Installation installation, DeployedShop shop) {
    this.installation = installation;
    this.shop = shop;
  }

  @AfterEach
  void close() {
    local.close();
    proxy.destroyForcibly();
  }

  @Test
  void sessionWorksThroughItAndReconnectsAfterItWasCut() throws IOException {
    var before = shop.everything();
    startProxy();
    try (var agent = Agent.start(installation, kubeconfig(), "up", "--name", "ada", "orders=" + local.port(),
        "--no-names")) {
      shop.await("ada", Condition::holds);
      await().untilAsserted(() -> assertThat(orders()).isEqualTo(LocalProcess.ANSWER));

      proxy.destroyForcibly();
      await().atMost(Duration.ofSeconds(DeployedShop.PATIENCE))
          .until(() -> agent.lines().stream().anyMatch(line -> line.contains("lost")));
      startProxy();

      await().atMost(Duration.ofSeconds(DeployedShop.PATIENCE))
          .untilAsserted(() -> assertThat(orders()).isEqualTo(LocalProcess.ANSWER));
      shop.await("ada", Condition::holds);
      agent.signal("TERM");
      assertThat(agent.awaitEnd()).isZero();
    }
    await().untilAsserted(() -> assertThat(shop.everything()).isEqualTo(before));
    shop.awaitAvailable();
  }

  private String orders() {
    try {
      return installation.client.raw("/api/v1/namespaces/" + shop.namespace + "/services/orders:http/proxy/");
    } catch (RuntimeException e) {
      return e.getMessage();
    }
  }

  private void startProxy() throws IOException {
    var builder = new ProcessBuilder(List.of(installation.cluster.bin("kubectl").toString(), "proxy", "--port=" + port,
        "--api-prefix=" + PREFIX + "/")).redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
    builder.environment().putAll(installation.cluster.environment());
    proxy = builder.start();
    await().atMost(Duration.ofSeconds(DeployedShop.PATIENCE)).ignoreExceptions()
        .until(() -> Http.get(URI.create("http://127.0.0.1:" + port + PREFIX + "/readyz")).equals("ok"));
  }

  private Path kubeconfig() throws IOException {
    return Files.writeString(folder.resolve("kubeconfig"), """
        apiVersion: v1
        kind: Config
        clusters: [{name: proxy, cluster: {server: "http://127.0.0.1:%d%s"}}]
        users: [{name: none, user: {}}]
        contexts: [{name: proxy, context: {cluster: proxy, user: none, namespace: %s}}]
        current-context: proxy
        """.formatted(port, PREFIX, shop.namespace));
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
