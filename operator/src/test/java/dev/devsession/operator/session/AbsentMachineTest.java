package dev.devsession.operator.session;

import static dev.devsession.operator.session.SessionScene.TUNNEL;
import static dev.devsession.operator.session.SessionScene.claim;
import static dev.devsession.operator.session.SessionScene.heldBy;
import static dev.devsession.operator.session.SessionScene.session;
import static dev.devsession.operator.session.SessionScene.swap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Transport;
import dev.devsession.api.v1alpha1.TransportType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Grace protects callers who are served by a machine; it gives an absent machine no Service that it hasn't. */
class AbsentMachineTest {
  private static final Transport AT_GATEWAY = new Transport(TransportType.Tunnel, "10.0.0.9");
  private final SessionScene ada = new SessionScene(session("ada", TUNNEL, "orders", "stock"));

  @Test
  void queuedSessionWithoutItsMachineLeavesTheQueue() {
    ada.startGateway();
    var orders = heldBy("bob", swap("orders", claim("bob", "orders", AT_GATEWAY), claim("ada", "orders", AT_GATEWAY)));
    ada.swaps = List.of(orders);

    assertThat(ada.decide().steps()).containsExactly(
        new SessionStep.UpdateClaims(orders, List.of(claim("bob", "orders", AT_GATEWAY))));
  }

  @Test
  void machineThatServedKeepsWhatItServedAndNothingElse() {
    ada.startGateway();
    var orders = heldBy("ada", swap("orders", claim("ada", "orders", AT_GATEWAY)));
    var stock = heldBy("bob", swap("stock", claim("bob", "stock", AT_GATEWAY), claim("ada", "stock", AT_GATEWAY)));
    ada.swaps = List.of(orders, stock);

    assertThat(ada.decide().steps()).containsExactly(
        new SessionStep.UpdateClaims(stock, List.of(claim("bob", "stock", AT_GATEWAY))));
  }

  @Test
  void swapThatHasNotReachedTheMachineYetIsGivenUp() {
    ada.startGateway();
    var orders = swap("orders", claim("ada", "orders", AT_GATEWAY));
    ada.swaps = List.of(orders);

    assertThat(ada.decide().steps()).containsExactly(new SessionStep.UpdateClaims(orders, List.of()));
  }

  @Test
  void expiredSessionKeepsItsGatewayUntilItsClaimsAreWithdrawn() {
    ada.connectMachine();
    ada.now = Instant.parse("2026-01-01T09:00:00Z");
    var orders = heldBy("ada", swap("orders", claim("ada", "orders", AT_GATEWAY)));
    ada.swaps = List.of(orders);

    assertThat(ada.decide().steps()).containsExactly(new SessionStep.UpdateClaims(orders, List.of()));
  }

  @Test
  void endedSessionWaitsUntilTheProxyLeadsToTheNextOne() {
    ada.connectMachine();
    ada.swaps = List.of(heldBy("ada", swap("orders", claim("bob", "orders", AT_GATEWAY))));
    assertThat(SessionPlan.isOver(ada.observe())).isFalse();
    assertThat(ada.decideEnd()).isEmpty();

    ada.swaps = List.of(heldBy("bob", swap("orders", claim("bob", "orders", AT_GATEWAY))));

    assertThat(SessionPlan.isOver(ada.observe())).isTrue();
  }
}
