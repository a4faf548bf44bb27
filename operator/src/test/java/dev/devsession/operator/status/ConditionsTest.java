package dev.devsession.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.ReasonedMessage;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static final List<Condition> OLD = List
      .of(new Condition("Ready", "False", 1L, "2026-01-01T00:00:00Z", "Pending", "before"));
  private final Clock clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);

  @Test
  void changedStatusChangesTheTransitionTime() {
    assertThat(
        new Conditions(OLD, 2, clock)
            .set(ConditionType.Ready, true, new ReasonedMessage(ConditionReason.Swapped, "now")).build())
        .containsExactly(new Condition("Ready", "True", 2L, "2026-01-02T03:04:05Z", "Swapped", "now"));
  }

  @Test
  void changedReasonKeepsTheTransitionTime() {
    assertThat(
        new Conditions(OLD, 2, clock)
            .set(ConditionType.Ready, false, new ReasonedMessage(ConditionReason.Queued, "now")).build())
        .containsExactly(new Condition("Ready", "False", 2L, "2026-01-01T00:00:00Z", "Queued", "now"));
  }

  @Test
  void conditionOfAnOlderGenerationDoesNotHold() {
    var conditions = new Conditions(List.of(), 1, clock)
        .set(ConditionType.Ready, true, new ReasonedMessage(ConditionReason.Swapped, "")).build();

    assertThat(Conditions.holds(conditions, ConditionType.Ready, 1)).isTrue();
    assertThat(Conditions.holds(conditions, ConditionType.Ready, 2)).isFalse();
  }
}
