package dev.devsession.operator.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.DevSessionSpec;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwapSpec;
import dev.devsession.api.v1alpha1.SwapStatusBuilder;
import dev.devsession.api.v1alpha1.SwappedService;
import dev.devsession.api.v1alpha1.Transport;
import dev.devsession.api.v1alpha1.TransportType;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionPlanTest {
  private static final Transport TRANSPORT = new Transport(TransportType.Direct, "192.0.2.1");
  private final DevSession ada = session("ada", "orders");

  @Test
  void claimsAreQueuedInTheOrderOfTheirSessionsAge() {
    var claims = queue(false, "bob", "ada", "eve");
    assertThat(claims).extracting(Claim::session).containsExactly("ada", "bob", "eve");
    assertThat(with(claims, true, "bob")).as("a claim that is there keeps its place").isEqualTo(claims);
    assertThat(Claims.without(claims, "ada")).extracting(Claim::session).containsExactly("bob", "eve");
  }

  @Test
  void whoeverHasTheServiceKeepsItEvenFromAnOlderSession() {
    assertThat(queue(true, "bob", "eve", "ada")).extracting(Claim::session).containsExactly("bob", "ada", "eve");
  }

  private static List<Claim> queue(boolean held, String... sessions) {
    List<Claim> claims = List.of();
    for (var session : sessions) {
      claims = with(claims, held && !claims.isEmpty(), session);
    }
    return claims;
  }

  /** Sessions are as old as their names come early. */
  private static List<Claim> with(List<Claim> claims, boolean held, String session) {
    return Claims.with(claims, claim(session, "orders"), held, name -> name);
  }

  @Test
  void newSessionClaims() {
    assertThat(SessionPlan.moves(ada, List.of(), true, Optional.of(TRANSPORT)).put()).containsOnlyKeys("orders");
  }

  @Test
  void claimThatStandsIsNotWrittenAgain() {
    var moves = SessionPlan.moves(ada, List.of(swap("orders", claim("ada", "orders"))), true, Optional.of(TRANSPORT));
    assertThat(moves.put()).isEmpty();
    assertThat(moves.withdraw()).isEmpty();
  }

  @Test
  void refusedSessionMakesNoNewClaimsAndKeepsThoseItHas() {
    var two = session("ada", "orders", "oders");
    var moves = SessionPlan.moves(two, List.of(swap("orders", claim("ada", "orders"))), true, Optional.empty());
    assertThat(moves.put()).isEmpty();
    assertThat(moves.withdraw()).isEmpty();
  }

  @Test
  void serviceNoLongerListedIsGivenUp() {
    assertThat(
        SessionPlan.moves(ada, List.of(swap("stock", claim("ada", "stock"))), true, Optional.of(TRANSPORT)).withdraw())
        .extracting(s -> s.getMetadata().getName()).containsExactly("stock");
  }

  @Test
  void sessionWaitsForWhatItHeldToBeRestored() {
    var empty = swap("orders");
    empty.setStatus(new SwapStatusBuilder().withObservedGeneration(1L).withHolder("ada").build());
    assertThat(SessionPlan.restoring("ada", List.of(empty))).hasSize(1);
    assertThat(SessionPlan.restoring("bob", List.of(empty))).isEmpty();
    var handedOver = swap("orders", claim("bob", "orders"));
    handedOver.setStatus(empty.getStatus());
    assertThat(SessionPlan.restoring("ada", List.of(handedOver))).isEmpty();
  }

  @Test
  void lifetimeEndsAtTheSecond() {
    assertThat(Lifetime.of(ada, Instant.parse("2026-01-01T07:59:59Z"))).isInstanceOf(Lifetime.Active.class);
    assertThat(Lifetime.of(ada, Instant.parse("2026-01-01T08:00:00Z"))).isInstanceOf(Lifetime.Expired.class);
  }

  private static DevSession session(String name, String... services) {
    var session = new DevSession();
    session.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName(name)
        .withCreationTimestamp("2026-01-01T00:00:00Z").build());
    session
        .setSpec(new DevSessionSpec(Arrays.stream(services).map(s -> new SwappedService(s, null, null, null)).toList(),
            TRANSPORT, null, null, null, null));
    return session;
  }

  private static Claim claim(String session, String service) {
    return Claims.of(session(session, service), new SwappedService(service, null, null, null), TRANSPORT);
  }

  private static Swap swap(String name, Claim... claims) {
    var swap = new Swap();
    swap.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName(name).build());
    swap.setSpec(new SwapSpec(List.of(claims)));
    return swap;
  }
}
