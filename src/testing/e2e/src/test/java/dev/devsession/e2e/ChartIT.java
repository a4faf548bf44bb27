package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.e2e.load.Load;
import dev.devsession.e2e.load.Sent;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Helm does with a release on a real cluster: test it, upgrade it, and roll it back while a session runs. */
@ExtendWith(RealCluster.class)
class ChartIT {
  private static final int NODE_PORT = 30087;
  private static final int PER_SECOND = 200;
  private static final int LINES = 200;
  private final Installation installation;

  ChartIT(Installation installation) {
    this.installation = installation;
  }

  @AfterEach
  void installAgain() {
    installation.install();
  }

  @Test
  void helmTestSwapsAndRestoresItsSampleAndLeavesNothing() {
    var said = installation.cluster.helm("test", "devsession", "--namespace", Installation.NAMESPACE,
        "--timeout", "120s");

    assertThat(said).contains("Succeeded").doesNotContain("Failed");
    var client = installation.client;
    assertThat(client.resources(DevSession.class).inNamespace(Installation.NAMESPACE).list().getItems()).isEmpty();
    assertThat(client.apps().deployments().inNamespace(Installation.NAMESPACE).list().getItems())
        .extracting(d -> d.getMetadata().getName()).containsExactly("devsession");
    assertThat(client.services().inNamespace(Installation.NAMESPACE).list().getItems()).isEmpty();
    assertThat(client.serviceAccounts().inNamespace(Installation.NAMESPACE).list().getItems())
        .noneMatch(s -> s.getMetadata().getName().endsWith("-test"));
  }

  @Test
  void upgradeAndRollbackFailNoRequestOfARunningSession() {
    var shop = DeployedShop.deploy(installation, "upgrade", yaml -> {
      var parts = yaml.split("\n---\n");
      return String.join("\n---\n", parts[0], parts[1], parts[4], parts[5],
          NoGapIT.service("polite", NODE_PORT, "SHOP_ABRUPT", "false"));
    });
    try (shop; var local = new LocalProcess("local process of ada")) {
      var before = shop.everything();
      shop.session("ada", "services: [{name: polite, ports: [{hostPort: " + local.port()
          + "}]}], transport: {type: Direct, hostAddress: " + installation.cluster.hostAddress() + "}");
      shop.await("ada", Condition::holds);
      var proxies = shop.proxyPods();
      try (var load = new Load(URI.create("http://" + installation.nodeAddress() + ":" + NODE_PORT), PER_SECOND,
          LINES)) {
        var operator = operatorPods();
        installation.install("--set", "logLevel=DEBUG");
        assertThat(operatorPods()).as("operators after the upgrade").doesNotContainAnyElementsOf(operator);
        shop.await("ada", Condition::holds);

        operator = operatorPods();
        installation.cluster.helm("rollback", "devsession", "--namespace", Installation.NAMESPACE, "--wait",
            "--timeout", "120s");
        assertThat(operatorPods()).as("operators after the rollback").doesNotContainAnyElementsOf(operator);
        shop.await("ada", Condition::holds);

        assertThat(shop.proxyPods()).as("proxies").isEqualTo(proxies);
        assertThat(load.sentSince(Long.MIN_VALUE)).hasSizeGreaterThan(PER_SECOND)
            .allMatch(sent -> sent.isBy("local process of ada")).noneMatch(Sent::failed);
      }
      shop.deleteSession("ada");
      shop.awaitNoProxies();
      assertThat(shop.everything()).isEqualTo(before);
    }
  }

  /** Those that are not on their way out. */
  private Set<String> operatorPods() {
    return Set.copyOf(installation.client.pods().inNamespace(Installation.NAMESPACE)
        .withLabel("app.kubernetes.io/component", "operator").list().getItems().stream()
        .filter(p -> p.getMetadata().getDeletionTimestamp() == null).map(p -> p.getMetadata().getName()).toList());
  }
}
