package dev.devsession.operator.session;

import static dev.devsession.operator.session.SessionScene.DIRECT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ServiceStatus;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwapStatusBuilder;
import dev.devsession.api.v1alpha1.Transport;
import dev.devsession.operator.dataplane.Fingerprint;
import dev.devsession.operator.status.Conditions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the holder of a Service reads between a change of the claims and the operator's answer to it. */
class HolderStateTest {
  private static final Claim ADAS = SessionScene.claim("ada", "orders", DIRECT);
  private final SessionScene scene = new SessionScene(SessionScene.session("ada", DIRECT, "orders"));

  @Test
  void anotherSessionThatQueuesChangesNothing() {
    scene.swaps = List.of(swapped(ADAS, ADAS, SessionScene.claim("bob", "orders", DIRECT)));
    assertThat(orders().state()).isEqualTo("Swapped");
  }

  @Test
  void aChangedClaimOfItsOwnIsPending() {
    var before = SessionScene.claim("ada", "orders", new Transport(DIRECT.type(), "192.0.2.7"));
    scene.swaps = List.of(swapped(before, ADAS));
    assertThat(orders().state()).isEqualTo("Pending");
  }

  private ServiceStatus orders() {
    var conditions = new Conditions(List.of(), 1, Clock.fixed(scene.now, ZoneOffset.UTC));
    return SessionStatuses.of(scene.observe(), Optional.empty(), conditions).services().getFirst();
  }

  /** @param described the first claim as it was when the status was written, before the claims changed */
  private static Swap swapped(Claim described, Claim... claims) {
    var swap = SessionScene.swap("orders", claims);
    swap.getMetadata().setGeneration(2L);
    swap.setStatus(new SwapStatusBuilder().withObservedGeneration(1L).withHolder("ada")
        .withClaim(Fingerprint.of(described)).withConditions(List.of(
            new Condition("Swapped", "True", 1L, "2026-01-01T00:00:00Z", "Swapped", "The machine answers.")))
        .build());
    return swap;
  }
}
