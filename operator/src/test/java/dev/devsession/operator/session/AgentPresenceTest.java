package dev.devsession.operator.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.DevSessionSpec;
import dev.devsession.api.v1alpha1.DevSessionStatus;
import dev.devsession.api.v1alpha1.Disconnect;
import dev.devsession.api.v1alpha1.DisconnectAction;
import dev.devsession.api.v1alpha1.Transport;
import dev.devsession.api.v1alpha1.TransportType;
import dev.devsession.operator.gateway.GatewayRestart;
import dev.devsession.operator.gateway.GatewayState;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentPresenceTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");
  private static final GatewayState IDLE = new GatewayState.Idle("gw-1");

  @Test
  void directMachineIsNotTracked() {
    var direct = session(new Transport(TransportType.Direct, "192.0.2.1"), 60, DisconnectAction.Restore, null);
    assertThat(AgentPresence.of(direct, IDLE, true, NOW)).isEqualTo(new AgentPresence.NotTracked());
  }

  @Test
  void connectedMachineMayClaim() {
    var presence = AgentPresence.of(disconnected(60, null), new GatewayState.Connected(Optional.of("gw-1")), false,
        NOW);

    assertThat(presence).isInstanceOf(AgentPresence.Connected.class);
    assertThat(presence.mayClaim()).isTrue();
  }

  @Test
  void disconnectedMachineKeepsItsServicesForTheGracePeriodAndMakesNoClaims() {
    var first = AgentPresence.of(disconnected(60, null), IDLE, true, NOW.plusMillis(300));

    assertThat(first).isInstanceOfSatisfying(AgentPresence.Grace.class,
        g -> assertThat(g.until()).isEqualTo(NOW.plusSeconds(59)));
    assertThat(first.mayClaim()).isFalse();
    assertThat(AgentPresence.of(disconnected(60, NOW), IDLE, true, NOW.plusSeconds(58)).mayKeep()).isTrue();
    assertThat(AgentPresence.of(disconnected(60, NOW), IDLE, true, NOW.plusSeconds(59)).mayKeep()).isFalse();
  }

  @Test
  void gracePeriodGoesOnWhileTheGatewayRestarts() {
    var starting = new GatewayState.Starting(Optional.empty());

    assertThat(AgentPresence.of(disconnected(60, NOW), starting, true, NOW.plusSeconds(58)).mayKeep()).isTrue();
    assertThat(AgentPresence.of(disconnected(60, NOW), starting, true, NOW.plusSeconds(61)))
        .isInstanceOfSatisfying(AgentPresence.Absent.class,
            g -> assertThat(g.says().reason()).isEqualTo(ConditionReason.GatewayStarting));
  }

  @Test
  void actionHoldHasNoEnd() {
    var held = session(new Transport(TransportType.Tunnel, null), 60, DisconnectAction.Hold, NOW);
    assertThat(AgentPresence.of(held, IDLE, true, NOW.plusSeconds(100_000)))
        .isInstanceOfSatisfying(AgentPresence.Grace.class, g -> assertThat(g.until()).isNull());
  }

  @Test
  void sessionWithoutServicesIsAbsentEvenWithActionHold() {
    var held = session(new Transport(TransportType.Tunnel, null), 60, DisconnectAction.Hold, null);
    assertThat(AgentPresence.of(held, IDLE, false, NOW)).isInstanceOfSatisfying(AgentPresence.Absent.class,
        g -> assertThat(g.says().message()).contains("devsession connect ada -n shop"));
  }

  @Test
  void restartOfTheGatewayIsToldWhetherTheMachineIsBackOrNot() {
    var restart = Optional.of(new GatewayRestart(NOW, "OOMKilled, exit code 137"));
    var connected = new GatewayState.Connected(Optional.of("gw-1"));

    assertThat(AgentPresence.of(disconnected(60, null), connected, true, NOW).after(restart))
        .isInstanceOfSatisfying(AgentPresence.Connected.class,
            c -> assertThat(c.says().message()).isEqualTo("A machine is connected through gw-1. The gateway has "
                + "restarted, last at 2026-01-01T00:01:00Z: OOMKilled, exit code 137."));
    assertThat(AgentPresence.of(disconnected(60, null), IDLE, true, NOW).after(restart))
        .isInstanceOfSatisfying(AgentPresence.Grace.class,
            g -> assertThat(g.says().message()).contains("OOMKilled"));
  }

  private static DevSession disconnected(int grace, Instant since) {
    return session(new Transport(TransportType.Tunnel, null), grace, DisconnectAction.Restore, since);
  }

  private static DevSession session(Transport transport, int grace, DisconnectAction action,
      Instant disconnectedSince) {
    var session = new DevSession();
    session.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName("ada").build());
    session.setSpec(new DevSessionSpec(List.of(), transport, null, new Disconnect(grace, action), null, null));
    var connected = new Condition("Connected", disconnectedSince == null ? "True" : "False", 1L,
        (disconnectedSince == null ? Instant.EPOCH : disconnectedSince).toString(), "Any", "");
    session.setStatus(DevSessionStatus.of(1L, List.of(connected)));
    return session;
  }
}
