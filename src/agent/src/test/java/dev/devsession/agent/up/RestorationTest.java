package dev.devsession.agent.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.devsession.agent.session.Session;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestorationTest {
  private static final Session A = session("a", "");
  private static final Duration TOOK = Duration.ofMillis(2900);

  private final Restoration restoration = new Restoration();

  private static Session session(String name, String services) {
    return Session.of(Serialization.unmarshal("""
        metadata: {name: %s, namespace: shop, uid: uid-%s}
        status: {services: [%s]}
        """.formatted(name, name, services), JsonNode.class));
  }

  private void swapped() {
    restoration.see(session("a", "{name: orders, state: Swapped, originalReplicas: 3}"));
  }

  private List<String> lines(Session... others) {
    return restoration.lines(A, List.of(others), TOOK).stream().map(Object::toString).toList();
  }

  @Test
  void whatWasScaledToZeroIsRestored() {
    swapped();
    restoration.see(session("a", "{name: orders, state: OriginalStarting}, {name: stock, state: ProxyStarting}"));
    assertThat(lines(A)).singleElement().asString().matches("✔ restored        orders ×3 +2\\.9 s");
    assertThat(restoration.services()).isEqualTo("orders ×3");
  }

  @Test
  void whereNothingWasSwappedNothingIsRestored() {
    restoration.see(session("a", "{name: orders, state: Queued, holder: b}, {name: stock, state: ProxyFailing}"));
    assertThat(lines()).containsExactly("✔ deleted         session shop/a; no service was swapped");
  }

  @Test
  void aServiceThatAnotherSessionHasNowIsNotRestored() {
    swapped();
    restoration.see(session("a", "{name: stock, state: Swapped, originalReplicas: 1}"));
    var b = session("b", "{name: orders, state: Swapped, holder: b}");
    var c = session("c", "{name: orders, state: Queued, holder: b}");
    assertThat(lines(b)).hasSize(2).first().asString().startsWith("✔ restored        stock ×1 ");
    assertThat(lines(b)).last().isEqualTo("  orders          not restored: session shop/b has it now");
    assertThat(lines(c)).last().isEqualTo("  orders          not restored: session shop/b has it now");
  }

  /** Nobody else noticed the session, and others may share the Service still. */
  @Test
  void originalAnswersAgainThoughAnotherSessionSharesTheService() {
    restoration.see(session("a", "{name: orders, state: Intercepted, holder: a}"));
    assertThat(lines()).singleElement().asString().startsWith("✔ restored        orders ");
    assertThat(lines(session("b", "{name: orders, state: Intercepted, holder: b}"))).containsExactly(
        "  orders          the original answers your requests again; session shop/b still gets its own");
  }

  @Test
  void whoWaitsForThisSessionIsAskedAgain() {
    swapped();
    var b = session("b", "{name: orders, state: Queued, holder: a}");
    assertThat(restoration.isUndecided(A, List.of(b))).isTrue();
    assertThat(lines(b)).containsExactly("  orders          the next session in the queue takes it over");
    assertThat(restoration.isUndecided(A, List.of(session("b", "{name: orders, state: Swapped, holder: b}"))))
        .isFalse();
  }

  @Test
  void aSessionWithoutAMachineOrForOtherServicesHasNothing() {
    swapped();
    assertThat(lines(session("b", "{name: orders, state: Disconnected}"),
        session("c", "{name: stock, state: Swapped, holder: c}"))).singleElement().asString().startsWith("✔ restored");
  }
}
