package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.e2e.load.Load;
import dev.devsession.e2e.load.Sent;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Services are swapped to this machine, answer on their own ports at the node, and are restored exactly. */
@ExtendWith(RealCluster.class)
class SwapIT {
  private static final int PER_SECOND = 300;
  private static final int LINES = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(DeployedShop.PATIENCE);
  private final Installation installation;
  private final LocalProcess local = new LocalProcess();
  private final DeployedShop shop;

  SwapIT(Installation installation, DeployedShop shop) {
    this.installation = installation;
    this.shop = shop;
  }

  @AfterEach
  void closeLocalProcess() {
    local.close();
  }

  /** A Deployment behind a targetPort that is a number, a StatefulSet behind one that is a name. */
  @Test
  void twoServicesAreSwappedAndRestoredExactly() {
    var before = shop.everything();
    shop.session("ada",
        spec("{name: orders, ports: [{name: http, hostPort: %1$d}]}, {name: stock, ports: [{hostPort: %1$d}]}"));
    shop.await("ada", Condition::holds);

    assertThat(answer(nodeUrl(8080))).contains("\"by\":\"pod web-").contains("local process");
    assertThat(answer(nodeUrl(8081))).isEqualTo(LocalProcess.ANSWER);
    assertThat(answer(nodeUrl(8082))).isEqualTo(LocalProcess.ANSWER);

    shop.deleteSession("ada");
    await().untilAsserted(() -> assertThat(shop.everything()).isEqualTo(before));

    shop.awaitAvailable();
  }

  @Test
  void readySessionAnswersAndNoRequestFails() {
    openNodePorts();
    await().untilAsserted(() -> assertThat(answer(nodeUrl(8081))).contains("pod orders-"));
    try (var load = new Load(nodeUrl(8081), PER_SECOND, LINES)) {
      shop.session("ada",
          "services: [{name: orders, ports: [{hostPort: " + local.port() + "}]}, {name: stock, ports: [{hostPort: "
              + local.port() + "}]}], transport: {type: Direct, hostAddress: " + installation.cluster.hostAddress()
              + "}");
      shop.await("ada", Condition::holds);
      var ready = System.nanoTime();

      await().atMost(PATIENCE).until(() -> load.sentSince(ready).size() > 500);
      assertThat(load.sentSince(ready)).allMatch(Sent::isLocal);

      shop.deleteSession("ada");
      await().atMost(PATIENCE).until(() -> load.sentSince(ready).stream().anyMatch(Sent::isOriginal));

      shop.awaitNoProxies();
      var restored = System.nanoTime();
      await().atMost(PATIENCE).until(() -> load.sentSince(restored).size() > 500);
      assertThat(load.sentSince(restored)).allMatch(Sent::isOriginal);

      var failed = load.sentSince(Long.MIN_VALUE).stream().filter(Sent::failed).toList();
      System.err.printf("swap and restore under load: %d requests, %d failed%n", load.sentSince(Long.MIN_VALUE).size(),
          failed.size());
      assertThat(failed).isEmpty();
    }
  }

  @Test
  void suspendedSessionIsRestoredAndSwapsAgainWhenResumed() {
    openNodePorts();
    shop.session("ada", spec("{name: orders, ports: [{hostPort: %d}]}"));
    shop.await("ada", Condition::holds);

    suspend("ada");
    shop.await("ada", c -> c.reason().equals("Suspended"));

    await().atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(answer(nodeUrl(8080))).doesNotContain("local process"));
    await().atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(shop.everything()).doesNotContainKey("Swap/orders"));

    shop.awaitAvailable();

    resume("ada");
    shop.await("ada", Condition::holds);
    assertThat(answer(nodeUrl(8080))).contains("local process");
  }

  @Test
  void expiredSessionIsRestored() {
    shop.session("ada", spec("{name: orders, ports: [{hostPort: %d}]}"));
    shop.await("ada", Condition::holds);
    var age = Duration.between(Instant.parse(session("ada").get().getMetadata().getCreationTimestamp()), Instant.now());
    session("ada").patch(PatchContext.of(PatchType.JSON_MERGE),
        "{\"spec\":{\"ttlSeconds\":" + (age.toSeconds() + 3) + "}}");
    shop.await("ada", c -> c.reason().equals("Expired"));

    await().atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(shop.everything()).doesNotContainKey("Swap/orders"));

    shop.awaitAvailable();
  }

  @Test
  void changedPortNeedsNoNewProxyPod() {
    try (var other = new LocalProcess()) {
      shop.session("ada", spec("{name: orders, ports: [{hostPort: %d}]}"));
      shop.await("ada", Condition::holds);
      var pods = shop.proxyPods();
      local.close();

      session("ada").patch(PatchContext.of(PatchType.JSON),
          "[{\"op\":\"replace\",\"path\":\"/spec/services/0/ports/0/hostPort\",\"value\":" + other.port() + "}]");
      shop.await("ada", Condition::holds);
      assertThat(answer(nodeUrl(8081))).isEqualTo(LocalProcess.ANSWER);
      assertThat(shop.proxyPods()).isEqualTo(pods);
    }
  }

  private String spec(String services) {
    return "services: [" + services.formatted(local.port()) + "], transport: {type: Direct, hostAddress: "
        + installation.cluster.hostAddress() + "}, names: {via: NodePort}";
  }

  /** A session of its own for the names, so that they outlive the one that is tested. */
  private void openNodePorts() {
    shop.session("names", "services: [], transport: {type: Direct, hostAddress: 192.0.2.1}, names: {via: NodePort}");
    shop.await("names", Condition::holds);
  }

  private void suspend(String session) {
    setSuspend(session, true);
  }

  private void resume(String session) {
    setSuspend(session, false);
  }

  private void setSuspend(String session, boolean suspend) {
    session(session).patch(PatchContext.of(PatchType.JSON),
        "[{\"op\":\"replace\",\"path\":\"/spec/suspend\",\"value\":" + suspend + "}]");
  }

  private Resource<DevSession> session(String name) {
    return installation.client.resources(DevSession.class).inNamespace(shop.namespace).withName(name);
  }

  /** The answer, awaited because the node takes up to a second to open a NodePort. */
  private static String answer(URI url) {
    return await().ignoreExceptions().until(() -> Http.get(url), body -> true);
  }

  private URI nodeUrl(int port) {
    return URI.create("http://" + installation.nodeAddress() + ":" + installation.servicePort(port) + "/");
  }
}
