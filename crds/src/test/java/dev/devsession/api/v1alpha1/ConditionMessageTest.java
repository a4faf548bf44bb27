package dev.devsession.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConditionMessageTest {
  @Test
  void placeholdersAreFilledInInOrder() {
    assertThat(ConditionMessage.WorkloadHeld.with("Deployment/orders", "shop$1"))
        .isEqualTo(new ReasonedMessage(ConditionReason.WorkloadHeld,
            "Deployment/orders is already swapped through Service shop$1 for another session. Wait "
                + "for its end, or leave this Service out."));
  }

  @Test
  void wrongNumberOfValuesIsAnError() {
    assertThatThrownBy(() -> ConditionMessage.WorkloadHeld.with("orders")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ConditionMessage.Restored.with("orders")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyReasonHasAMessage() {
    var used = Arrays.stream(ConditionMessage.values()).map(ConditionMessage::reason)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(ConditionReason.class)));
    assertThat(used).isEqualTo(EnumSet.allOf(ConditionReason.class));
  }
}
