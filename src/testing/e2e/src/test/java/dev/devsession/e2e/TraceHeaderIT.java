package dev.devsession.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Condition;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A developer with the chart's rights asks why requests come or don't: web asks orders and orders asks stock, and each
 * passes {@code baggage} on, but no cookie.
 */
@ExtendWith(RealCluster.class)
class TraceHeaderIT {
  private static final int NOT_REACHED = 9;
  private final Installation installation;
  private final LocalProcess local = new LocalProcess();
  @TempDir
  private Path folder;
  private final DeployedShop shop;
  private Path kubeconfig;

  TraceHeaderIT(Installation installation, DeployedShop shop) {
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
  void keyThatIsPassedOnReachesTheMachineAndIsCounted() {
    try (var agent = up("orders=" + local.port(), "stock=" + local.port(), "--answer-header")) {
      // Connections that web had before lead past the proxies until they close.
      await().untilAsserted(() -> assertThat(trace(0, "web")).anyMatch(
          line -> line.equals("✔ orders          came with the key; your machine answered")));
      // The program here asks nobody.
      assertThat(trace(0, "orders")).anyMatch(line -> line.equals("  stock           no request came"))
          .anyMatch(line -> line.matches(" {2}answer {10}status 200 after \\d+ ms, by session ada"));
      trace(0, "orders", "--to", "orders");
      trace(NOT_REACHED, "orders", "--to", "stock");
      assertThat(run(0, "status", "ada")).anyMatch(line -> line.matches(" {2}orders {10}4 of 4 requests were yours"))
          .anyMatch(line -> line.equals("  stock           no requests yet"));
      assertThat(run(0, "status", "ada", "-o", "json")).anyMatch(line -> line.contains("\"matched\" : 4"));

      local.close();
      assertThat(trace(NOT_REACHED, "orders")).anyMatch(line -> line.endsWith("by original (session ada is away)"))
          .anyMatch(line -> line.equals("! orders          came with the key, but "
              + "the original answered, because your machine didn't (not listening)"));

      agent.signal("INT");
      assertThat(agent.awaitEnd()).isZero();
      assertThat(agent.lines()).anyMatch(line -> line.equals(
          "  orders          5 of 5 requests were yours; the original answered 1 of them (not listening)"));
    }
  }

  @Test
  void keyThatIsDroppedIsMissedAtTheNextService() {
    try (var _ = up("stock=" + local.port(), "--match", "cookie devsession=ada")) {
      trace(0, "stock");

      await().untilAsserted(() -> assertThat(trace(NOT_REACHED, "orders")).anyMatch(line -> line.equals(
          "! stock           1 request came, without the key: if it is yours, whatever called stock dropped cookie")));
    }
  }

  private Agent up(String... arguments) {
    var agent = Agent.startElsewhere(installation, kubeconfig, folder, words(List.of("up", "--name", "ada",
        "--no-names", "--intercept"), arguments));
    shop.await("ada", Condition::holds);
    return agent;
  }

  /** The lines of trace-header, which must end with this exit code. */
  private List<String> trace(int code, String... arguments) {
    return run(code, words(List.of("trace-header", "--name", "ada"), arguments));
  }

  private List<String> run(int code, String... arguments) {
    try (var agent = Agent.startElsewhere(installation, kubeconfig, folder, arguments)) {
      assertThat(agent.awaitEnd()).as("%s", agent.lines()).isEqualTo(code);
      return agent.lines();
    }
  }

  private static String[] words(List<String> first, String... rest) {
    return Stream.concat(first.stream(), Stream.of(rest)).toArray(String[]::new);
  }
}
