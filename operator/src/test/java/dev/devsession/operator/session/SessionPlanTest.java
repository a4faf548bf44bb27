package dev.devsession.operator.session;

import static dev.devsession.operator.session.SessionScene.DIRECT;
import static dev.devsession.operator.session.SessionScene.TUNNEL;
import static dev.devsession.operator.session.SessionScene.claim;
import static dev.devsession.operator.session.SessionScene.heldBy;
import static dev.devsession.operator.session.SessionScene.session;
import static dev.devsession.operator.session.SessionScene.swap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionMessage;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.NamesVia;
import dev.devsession.api.v1alpha1.Transport;
import dev.devsession.api.v1alpha1.TransportPath;
import dev.devsession.api.v1alpha1.TransportType;
import dev.devsession.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionPlanTest {
  private static final Transport AT_GATEWAY = new Transport(TransportType.Tunnel, "10.0.0.9");
  private final SessionScene ada = new SessionScene(session("ada", DIRECT, "orders"));
  private final SessionScene tunnel = new SessionScene(session("ada", TUNNEL, "orders"));

  @Test
  void newSessionCreatesASwapWithItsClaim() {
    assertThat(ada.decide()).isEqualTo(new SessionDecision(Optional.empty(),
        List.of(new SessionStep.CreateSwap("orders", claim("ada", "orders", DIRECT))),
        Optional.of(Duration.ofMinutes(1))));
  }

  @Test
  void unchangedClaimIsNotWrittenAgain() {
    ada.swaps = List.of(swap("orders", claim("ada", "orders", DIRECT)));
    assertThat(ada.decide().steps()).isEmpty();
  }

  @Test
  void claimOnAHeldServiceIsQueuedBehindTheHolder() {
    var orders = heldBy("bob", swap("orders", claim("bob", "orders", DIRECT)));
    ada.swaps = List.of(orders);

    assertThat(ada.decide().steps()).containsExactly(new SessionStep.UpdateClaims(orders,
        List.of(claim("bob", "orders", DIRECT), claim("ada", "orders", DIRECT))));
  }

  @Test
  void swapThatIsBeingDeletedGetsNoClaim() {
    var orders = swap("orders");
    orders.getMetadata().setDeletionTimestamp("2026-01-01T00:00:30Z");
    ada.swaps = List.of(orders);

    assertThat(ada.decide().steps()).isEmpty();
  }

  @Test
  void claimOnAServiceNoLongerListedIsWithdrawnBeforeOthersAreMade() {
    var stock = swap("stock", claim("ada", "stock", DIRECT));
    ada.swaps = List.of(stock);

    assertThat(ada.decide().steps()).containsExactly(new SessionStep.UpdateClaims(stock, List.of()),
        new SessionStep.CreateSwap("orders", claim("ada", "orders", DIRECT)));
  }

  @Test
  void refusedSessionMakesNoNewClaimsAndKeepsItsOldOnes() {
    var two = new SessionScene(session("ada", DIRECT, "orders", "oders"));
    two.swaps = List.of(swap("orders", claim("ada", "orders", DIRECT)));

    assertThat(two.decide().refusal()).contains(ConditionMessage.ServiceNotFound.with("oders"));
    assertThat(two.decide().steps()).isEmpty();
  }

  @Test
  void unresolvedHostNameIsRefusedAndCheckedAgainAfterTenSeconds() {
    ada.hostName = Optional.of(ConditionMessage.HostNameUnresolved.with("laptop"));
    assertThat(ada.decide())
        .isEqualTo(new SessionDecision(ada.hostName, List.of(), Optional.of(Duration.ofSeconds(10))));
  }

  @Test
  void expiredSessionWithdrawsItsClaims() {
    var orders = swap("orders", claim("ada", "orders", DIRECT));
    ada.swaps = List.of(orders);
    ada.now = Instant.parse("2026-01-01T08:00:00Z");

    assertThat(ada.decide()).isEqualTo(new SessionDecision(Optional.empty(),
        List.of(new SessionStep.UpdateClaims(orders, List.of())), Optional.empty()));
  }

  @Test
  void pathThatTheChartDoesNotAllowIsNamedAndTheSessionServed() {
    var asking = new SessionScene(session("ada", new Transport(TransportType.Tunnel, null,
        List.of(TransportPath.NodePort)), "orders"));
    assertThat(accepted(asking)).contains(ConditionMessage.PathsNotAllowed.with("NodePort").message());
    asking.allow(TransportPath.NodePort);
    assertThat(accepted(asking)).contains(ConditionMessage.Accepted.text());
  }

  private static Optional<String> accepted(SessionScene scene) {
    var status = SessionStatuses.of(scene.observe(), scene.decide().refusal(),
        new Conditions(List.of(), 1L, Clock.systemUTC()));
    return Conditions.find(status.conditions(), ConditionType.Accepted).filter(Condition::holds)
        .map(Condition::message);
  }

  @Test
  void nodePortServicesAreWrittenBeforeTheGateway() {
    var both = new SessionScene(session("ada", TUNNEL, NamesVia.NodePort, "orders"));
    assertThat(both.decide().steps()).extracting(s -> (Object) s.getClass())
        .containsExactly(SessionStep.ChangeNodePortServices.class, SessionStep.WriteGateway.class);
  }

  @Test
  void requestThatTheApiServerRefusesIsARefusalAndMakesNoNewClaims() {
    var stock = swap("stock", claim("ada", "stock", DIRECT));
    ada.swaps = List.of(stock);
    var why = ConditionMessage.NodePortTaken.with(80, "orders", "another Service");

    assertThat(new SessionPlan(SessionScene.SETTINGS).decideRefused(ada.observe(), why))
        .isEqualTo(new SessionDecision(Optional.of(why), List.of(new SessionStep.UpdateClaims(stock, List.of())),
            Optional.of(Duration.ofSeconds(10))));
  }

  @Test
  void tunnelSessionWritesItsGatewayAndClaimsOnceAMachineIsConnected() {
    assertThat(tunnel.decide().steps()).singleElement().isInstanceOfSatisfying(SessionStep.WriteGateway.class,
        s -> assertThat(s.writes()).extracting(w -> w.wanted().getKind()).containsExactly("Service", "Deployment"));

    tunnel.startGateway();

    assertThat(tunnel.decide().steps()).isEmpty();

    tunnel.connectMachine();

    assertThat(tunnel.decide().steps())
        .containsExactly(new SessionStep.CreateSwap("orders", claim("ada", "orders", AT_GATEWAY)));
  }

  @Test
  void onlyTheChangedObjectOfAGatewayIsWritten() {
    tunnel.startGateway();
    tunnel.gatewayDeployment.getSpec().setReplicas(0);

    assertThat(tunnel.decide().steps()).singleElement().isInstanceOfSatisfying(SessionStep.WriteGateway.class,
        s -> assertThat(s.writes()).singleElement()
            .satisfies(w -> assertThat(w.present()).isSameAs(tunnel.gatewayDeployment)));
  }

  @Test
  void foreignObjectWithTheGatewaysNameIsRefused() {
    tunnel.gatewayService = new ServiceBuilder(SessionScene.service("devsession-gw-ada")).build();
    var decision = tunnel.decide();

    assertThat(decision.refusal()).map(r -> r.reason()).contains(ConditionReason.GatewayFailing);
    assertThat(decision.steps()).isEmpty();
  }

  @Test
  void gatewayOfAnExpiredSessionStaysUntilTheLastOriginalIsRestored() {
    tunnel.connectMachine();
    tunnel.now = Instant.parse("2026-01-01T08:00:00Z");
    tunnel.swaps = List.of(heldBy("ada", swap("orders")));

    assertThat(tunnel.decide().steps()).isEmpty();

    tunnel.swaps = List.of();

    assertThat(tunnel.decide().steps()).containsExactly(
        new SessionStep.DeleteGateway(List.of(tunnel.gatewayService, tunnel.gatewayDeployment)));
  }

  @Test
  void deletedSessionWithdrawsItsClaimsThenWaitsThenDeletesItsGateway() {
    tunnel.connectMachine();
    var orders = heldBy("ada", swap("orders", claim("ada", "orders", AT_GATEWAY)));
    tunnel.swaps = List.of(orders);
    assertThat(tunnel.decideEnd()).containsExactly(new SessionStep.UpdateClaims(orders, List.of()));
    assertThat(SessionPlan.isOver(tunnel.observe())).isFalse();

    tunnel.swaps = List.of(heldBy("ada", swap("orders")));
    assertThat(tunnel.decideEnd()).isEmpty();
    assertThat(SessionPlan.isOver(tunnel.observe())).isFalse();

    tunnel.swaps = List.of();
    assertThat(tunnel.decideEnd()).containsExactly(
        new SessionStep.DeleteGateway(List.of(tunnel.gatewayService, tunnel.gatewayDeployment)));
    assertThat(SessionPlan.isOver(tunnel.observe())).isTrue();
  }

  @Test
  void deletedSessionWaitsForTheWorkloadsThatItHeld() {
    ada.swaps = List.of(heldBy("ada", swap("orders")));

    assertThat(ada.observe().restoring()).hasSize(1);

    ada.swaps = List.of(heldBy("bob", swap("orders")));

    assertThat(ada.observe().restoring()).isEmpty();

    ada.swaps = List.of(heldBy("ada", swap("orders", claim("bob", "orders", DIRECT))));

    assertThat(ada.observe().restoring()).as("its routes are still in use").hasSize(1);

    ada.swaps = List.of(heldBy("bob", swap("orders", claim("bob", "orders", DIRECT))));

    assertThat(ada.observe().restoring()).as("handed over").isEmpty();
  }

  @Test
  void lifetimeEndsExactlyAfterTtlSeconds() {
    assertThat(Lifetime.of(ada.session, Instant.parse("2026-01-01T07:59:59Z"))).isInstanceOf(Lifetime.Active.class);
    assertThat(Lifetime.of(ada.session, Instant.parse("2026-01-01T08:00:00Z"))).isInstanceOf(Lifetime.Expired.class);
  }

  @Test
  void claimsAreQueuedByTheAgeOfTheirSessions() {
    var claims = queueForAFreeService("bob", "ada", "eve");

    assertThat(claims).extracting(Claim::session).containsExactly("ada", "bob", "eve");
    assertThat(with(claims, true, "bob")).as("an existing claim keeps its place").isEqualTo(claims);
    assertThat(Claims.without(claims, "ada")).extracting(Claim::session).containsExactly("bob", "eve");
  }

  @Test
  void holderKeepsTheServiceThoughAnOlderSessionWaits() {
    assertThat(queueForAHeldService("bob", "eve", "ada")).extracting(Claim::session).containsExactly("bob", "ada",
        "eve");
  }

  private static List<Claim> queueForAFreeService(String... sessions) {
    List<Claim> claims = List.of();
    for (var session : sessions) {
      claims = with(claims, false, session);
    }
    return claims;
  }

  /** @param holder the session that has the Service while the others queue */
  private static List<Claim> queueForAHeldService(String holder, String... others) {
    var claims = with(List.of(), false, holder);
    for (var session : others) {
      claims = with(claims, true, session);
    }
    return claims;
  }

  /** The creation time of a session is its name: ada is older than bob. */
  private static List<Claim> with(List<Claim> claims, boolean held, String session) {
    return Claims.with(claims, claim(session, "orders", DIRECT), held, name -> name);
  }
}
