package dev.devsession.operator.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.DevSessionStatus;
import dev.devsession.api.v1alpha1.GatewayStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class SessionProgressTest {
  @ParameterizedTest
  @EnumSource(names = {"Pending", "GatewayStarting", "ProxyStarting", "RoutesChanging", "OriginalStopping"})
  void whatComesBeforeReadyIsProgress(ConditionReason reason) {
    assertThat(isProgress(null, status("True", "False", reason, null))).isTrue();
    assertThat(isProgress(status("True", "False", ConditionReason.Pending, null),
        status("True", "False", reason, null))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = {"Pending", "GatewayStarting", "ProxyStarting", "RoutesChanging",
      "OriginalStopping"})
  void anyOtherReasonIsWrittenAtOnce(ConditionReason reason) {
    assertThat(isProgress(null, status("True", "False", reason, null))).isFalse();
  }

  @Test
  void aRefusalIsWrittenAtOnce() {
    assertThat(isProgress(null, status("False", "False", ConditionReason.Pending, null))).isFalse();
  }

  @Test
  void readyIsWrittenAtOnce() {
    assertThat(isProgress(null, status("True", "True", ConditionReason.Swapped, null))).isFalse();
  }

  @Test
  void thatASessionIsNotReadyAnyMoreIsWrittenAtOnce() {
    assertThat(isProgress(status("True", "True", ConditionReason.Swapped, null),
        status("True", "False", ConditionReason.ProxyStarting, null))).isFalse();
  }

  @Test
  void thePodThatTheMachineConnectsToIsWrittenAtOnce() {
    var status = status("True", "False", ConditionReason.GatewayStarting, "gw-1");
    assertThat(isProgress(null, status)).isFalse();
    assertThat(isProgress(status("True", "False", ConditionReason.GatewayStarting, null), status)).isFalse();
    assertThat(isProgress(status, status("True", "False", ConditionReason.ProxyStarting, "gw-1"))).isTrue();
  }

  private static boolean isProgress(DevSessionStatus written, DevSessionStatus status) {
    var session = SessionScene.session("ada", SessionScene.DIRECT, "orders");
    session.setStatus(written);
    return SessionProgress.isAllOf(session, status);
  }

  private static DevSessionStatus status(String accepted, String ready, ConditionReason reason, String pod) {
    return new DevSessionStatus(1L,
        List.of(condition(ConditionType.Accepted, accepted, ConditionReason.Accepted),
            condition(ConditionType.Ready, ready, reason)),
        List.of(), pod == null ? null : new GatewayStatus(pod, 1, null), "0/1", "2026-01-01T08:00:00Z");
  }

  private static Condition condition(ConditionType type, String status, ConditionReason reason) {
    return new Condition(type.name(), status, 1L, "2026-01-01T00:00:00Z", reason.name(), "");
  }
}
