package dev.devsession.operator.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.DevSessionSpec;
import dev.devsession.api.v1alpha1.DevSessionStatus;
import dev.devsession.api.v1alpha1.Disconnect;
import dev.devsession.api.v1alpha1.DisconnectAction;
import dev.devsession.api.v1alpha1.Reason;
import dev.devsession.api.v1alpha1.Transport;
import dev.devsession.api.v1alpha1.TransportType;
import dev.devsession.operator.gateway.Presence;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");
  private static final Presence AWAY = new Presence.Away("gw-1");

  @Test
  void nobodyAsksWhetherADirectMachineIsThere() {
    var direct = session(new Transport(TransportType.Direct, "192.0.2.1"), 60, DisconnectAction.Restore, null);
    assertThat(Connection.of(direct, AWAY, true, NOW)).isEqualTo(new Connection.Untold());
  }

  @Test
  void aMachineThatIsThereMayClaim() {
    var home = Connection.of(away(60, null), new Presence.Home("gw-1"), false, NOW);
    assertThat(home).isInstanceOf(Connection.Home.class);
    assertThat(home.mayClaim()).isTrue();
  }

  @Test
  void aMachineThatHasJustGoneKeepsWhatItHasForTheGrace() {
    var first = Connection.of(away(60, null), AWAY, true, NOW.plusMillis(300));
    assertThat(first).isInstanceOfSatisfying(Connection.Grace.class,
        g -> assertThat(g.until()).isEqualTo(NOW.plusSeconds(59)));
    assertThat(first.mayClaim()).isFalse();
    assertThat(Connection.of(away(60, NOW), AWAY, true, NOW.plusSeconds(58)).mayKeep()).isTrue();
    assertThat(Connection.of(away(60, NOW), AWAY, true, NOW.plusSeconds(59)).mayKeep()).isFalse();
  }

  @Test
  void whatEndsTheGraceIsTheMachineNotTheGateway() {
    var starting = new Presence.Starting(Optional.empty());
    assertThat(Connection.of(away(60, NOW), starting, true, NOW.plusSeconds(58)).mayKeep()).isTrue();
    assertThat(Connection.of(away(60, NOW), starting, true, NOW.plusSeconds(61)))
        .isInstanceOfSatisfying(Connection.Gone.class,
            g -> assertThat(g.says().reason()).isEqualTo(Reason.GatewayStarting));
  }

  @Test
  void holdKeepsForEver() {
    var held = session(new Transport(TransportType.Tunnel, null), 60, DisconnectAction.Hold, NOW);
    assertThat(Connection.of(held, AWAY, true, NOW.plusSeconds(100_000)))
        .isInstanceOfSatisfying(Connection.Grace.class, g -> assertThat(g.until()).isNull());
  }

  @Test
  void aSessionThatHasNothingWaitsForAMachineWhateverItsRule() {
    var held = session(new Transport(TransportType.Tunnel, null), 60, DisconnectAction.Hold, null);
    assertThat(Connection.of(held, AWAY, false, NOW)).isInstanceOfSatisfying(Connection.Gone.class,
        g -> assertThat(g.says().message()).contains("devsession connect ada -n shop"));
  }

  private static DevSession away(int grace, Instant since) {
    return session(new Transport(TransportType.Tunnel, null), grace, DisconnectAction.Restore, since);
  }

  private static DevSession session(Transport transport, int grace, DisconnectAction action, Instant awaySince) {
    var session = new DevSession();
    session.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName("ada").build());
    session.setSpec(new DevSessionSpec(List.of(), transport, null, new Disconnect(grace, action), null, null));
    var connected = new Condition("Connected", awaySince == null ? "True" : "False", 1L,
        (awaySince == null ? Instant.EPOCH : awaySince).toString(), "Any", "");
    session.setStatus(DevSessionStatus.of(1L, List.of(connected)));
    return session;
  }
}
