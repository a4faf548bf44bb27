package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The chart's dashboard and alerts ask for metrics that operator, proxies and gateways export. */
@ExtendWith(RealCluster.class)
class MonitoringIT {
  private static final int SHARED_PORT = 30085;
  private static final int REPLACED_PORT = 30086;
  /** Those that Prometheus itself puts on what it scrapes. */
  private static final Set<String> OF_THE_TARGET = Set.of("namespace", "pod", "instance", "job");
  private final Installation installation;
  private final DeployedShop shop;

  MonitoringIT(Installation installation) {
    this.installation = installation;
    shop = DeployedShop.deploy(installation, "monitoring", yaml -> {
      var parts = yaml.split("\n---\n");
      return String.join("\n---\n", parts[0], parts[1], parts[4], parts[5],
          NoGapIT.service("shared", SHARED_PORT, "SHOP_ABRUPT", "false"),
          NoGapIT.service("replaced", REPLACED_PORT, "SHOP_ABRUPT", "false"));
    });
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void queriesAskForWhatIsExported() throws IOException {
    var away = "transport: {type: Direct, hostAddress: " + installation.cluster.hostAddress() + "}"; // Nobody listens.
    shop.session("ada", "services: [{name: shared, mode: Intercept}], disconnect: {action: Hold}, "
        + "transport: {type: Tunnel}");
    shop.session("ben", "services: [{name: shared, mode: Intercept, ports: [{hostPort: 1}]}], " + away);
    shop.session("eve", "services: [{name: replaced, ports: [{hostPort: 1}]}], " + away);
    shop.await("ben", Condition::holds);
    shop.await("eve", Condition::holds);

    await().ignoreException(UncheckedIOException.class).untilAsserted(() -> { // until the node leads there
      request(SHARED_PORT, Map.of("baggage", "devsession=ben"));
      ignoreFailure(() -> request(REPLACED_PORT, Map.of()));
      assertThat(scrape()).containsKeys("devsession_proxy_requests_fell_back_total",
          "devsession_proxy_dial_failures_total", "devsession_gateway_connections_active");
    });
    var exported = scrape();
    assertThat(queries()).hasSizeGreaterThan(15).allSatisfy(query -> {
      var names = PromqlNames.of(query);
      assertThat(names.metrics()).as(query).isNotEmpty().allSatisfy(m -> assertThat(exported).containsKey(m));
      assertThat(names.labels()).as(query).allSatisfy(label -> assertThat(
          OF_THE_TARGET.contains(label) || names.metrics().stream().anyMatch(m -> exported.get(m).contains(label)))
          .as(label).isTrue());
    });
  }

  private void request(int port, Map<String, String> fields) {
    Http.get(URI.create("http://" + installation.nodeAddress() + ":" + port), fields);
  }

  private static void ignoreFailure(Runnable run) {
    try {
      run.run();
    } catch (RuntimeException e) {
      // It is the failure that is counted.
    }
  }

  private Map<String, Set<String>> scrape() {
    var scrape = new Scrape(installation);
    installation.client.pods().inNamespace(Installation.NAMESPACE)
        .withLabel("app.kubernetes.io/component", "operator").list().getItems().forEach(p -> scrape.add(p, "http"));
    for (var label : List.of(Labels.SWAP, Labels.SESSION)) {
      installation.client.pods().inNamespace(shop.namespace).withLabel(label).list().getItems()
          .forEach(p -> scrape.add(p, "ds-health"));
    }
    return scrape.labelsByMetric();
  }

  private List<String> queries() throws IOException {
    var queries = new ArrayList<String>();
    collect(new ObjectMapper().readTree(
        Project.path("helm/devsession/dashboards/devsession.json").toFile()), queries);
    collect(new YAMLMapper().readTree(installation.cluster.helm("template", "devsession",
        "helm/devsession", "--namespace", Installation.NAMESPACE, "--set", "prometheusRule.create=true", "--show-only",
        "templates/prometheusrule.yaml")), queries);
    return queries;
  }

  private static void collect(JsonNode node, List<String> into) {
    node.findValues("expr").forEach(e -> into.add(e.textValue()));
  }
}
