package dev.devsession.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.agent.session.Session;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusPageTest {
  @Test
  void wayOfConnectionsIsShownWhereItIsKnown() {
    assertThat(StatusPage.of(Session.of(Serialization.unmarshal(SPEC, JsonNode.class)),
        Optional.of("by TLS to the gateway at 10.1.2.3:9801"), NOW)).anyMatch(
            line -> line.contains("connections") && line.endsWith("by TLS to the gateway at 10.1.2.3:9801"));
  }

  private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");
  private static final String SPEC = """
      metadata: {name: ada, namespace: shop, generation: 2}
      spec:
        services:
        - {name: orders, ports: [{hostPort: 3000}]}
        - {name: stock, ports: [{name: http, hostPort: 3001}, {name: grpc, hostPort: 3002}]}
        - {name: web}
      """;

  private static List<String> page(String status) {
    return StatusPage.of(Session.of(Serialization.unmarshal(SPEC + status, JsonNode.class)), Optional.empty(), NOW);
  }

  @Test
  void sessionWithoutAnOperatorSaysSo() {
    assertThat(page("")).startsWith("session shop/ada   Pending: no operator has processed it yet (of an older spec)")
        .contains("  orders          → localhost:3000            Pending");
  }

  @Test
  void swappedSessionShowsPortsAndReplicas() {
    assertThat(page("""
        status:
          observedGeneration: 2
          expiresAt: 2026-01-31T18:00:00Z
          aFieldOfTheFuture: {x: 1}
          conditions:
          - {type: Ready, status: "True", reason: Swapped, message: fine}
          - {type: Connected, status: "True", reason: AgentConnected, message: ada@thinkpad}
          services:
          - {name: orders, state: Swapped, originalReplicas: 3}
          - {name: stock, state: Swapped, originalReplicas: 1}
          - {name: web, state: Swapped}
        """)).containsExactly("session shop/ada   Ready   expires in 8h0m",
        "✔ Connected       ada@thinkpad",
        "✔ orders          → localhost:3000            3 replicas scaled to zero",
        "✔ stock           http → localhost:3001, grpc → localhost:3002 1 replica scaled to zero",
        "✔ web             → localhost, same ports");
  }

  @Test
  void problemIsMarkedAndPrintedOnce() {
    assertThat(page("""
        status:
          observedGeneration: 2
          conditions:
          - {type: Ready, status: "False", reason: Queued, message: orders is held by bob}
          - {type: DriftFight, status: "True", reason: ResetByOthers, message: argocd resets it}
          services:
          - {name: orders, state: Queued, holder: bob, message: orders is held by bob}
          - {name: stock, state: OriginalStopping, message: pods still ending}
        """)).containsExactly("session shop/ada   not Ready: Queued",
        "! DriftFight      ResetByOthers: argocd resets it",
        "! orders          → localhost:3000            Queued: orders is held by bob",
        "  stock           http → localhost:3001, grpc → localhost:3002 OriginalStopping: pods still ending",
        "  web             → localhost, same ports     Pending");
  }

  @ParameterizedTest
  @CsvSource({"2026-01-31T10:00:59Z, 59s", "2026-01-31T10:01:01Z, 1m", "2026-01-31T12:30:00Z, 2h30m",
      "2026-01-31T09:59:59Z, ''", "soon, ''"})
  void remainingTimeIsPrintedInShortForm(String expiresAt, String left) {
    assertThat(StatusPage.left(expiresAt, NOW).orElse("")).isEqualTo(left);
  }
}
