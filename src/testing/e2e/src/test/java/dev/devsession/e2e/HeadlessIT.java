package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Condition;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An intercepted Service without a cluster IP, whose callers connect to the addresses that its name resolves to. */
@ExtendWith(RealCluster.class)
class HeadlessIT {
  private static final int NODE_PORT = 30091;
  private final Installation installation;

  HeadlessIT(Installation installation) {
    this.installation = installation;
  }

  @Test
  void callersOfTheNameReachTheMachineWithTheirRequestsOnly() {
    int port = installation.servicePort(8081);
    try (var local = new LocalProcess();
        var shop = DeployedShop.deploy(installation, "headless", yaml -> headless(yaml, port))) {
      var before = shop.everything();
      shop.session("ada", "services: [{name: orders, mode: Intercept, ports: [{hostPort: " + local.port()
          + "}]}], transport: {type: Direct, hostAddress: " + installation.cluster.hostAddress() + "}");
      assertThat(shop.await("ada", Condition::holds).reason()).isEqualTo("Intercepted");
      // web keeps connections that it had before, so a new one asks.
      var web = installation.client.pods().inNamespace(shop.namespace).withLabel("app", "web").list().getItems()
          .getFirst();
      installation.client.resource(web).delete();
      installation.client.resource(web).waitUntilCondition(pod -> pod == null, DeployedShop.PATIENCE, TimeUnit.SECONDS);
      await().ignoreExceptions().untilAsserted(() -> assertThat(ask("devsession=ada"))
          .contains("\"by\":\"pod web-").contains("local process"));

      assertThat(ask("devsession=ben")).contains("\"by\":\"pod orders-").doesNotContain("local process");

      shop.deleteSession("ada");
      await().ignoreExceptions().untilAsserted(() -> assertThat(ask("devsession=ada"))
          .contains("\"by\":\"pod orders-"));
      await().untilAsserted(() -> assertThat(shop.everything()).isEqualTo(before));
    }
  }

  /** Without a ClusterIP nothing leads from the Service's port to another one of the pods. */
  private static String headless(String shop, int port) {
    var listening = ManifestText.replace(shop, "args: [orders]", "args: [orders, --port, \"" + port + "\"]");
    var declared = ManifestText.replace(listening, "containerPort: 8081", "containerPort: " + port);
    var targeted = ManifestText.replace(declared, "targetPort: 8081", "targetPort: " + port);
    return ManifestText.atNode(ManifestText.replace(targeted, "  selector: {app: orders}\n  ports:",
        "  clusterIP: None\n  selector: {app: orders}\n  ports:"), "web", NODE_PORT);
  }

  private String ask(String baggage) {
    return Http.get(URI.create("http://" + installation.nodeAddress() + ":" + NODE_PORT + "/"),
        Map.of("baggage", baggage));
  }
}
