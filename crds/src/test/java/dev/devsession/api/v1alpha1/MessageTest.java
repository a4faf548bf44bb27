package dev.devsession.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MessageTest {
  @Test
  void blanksAreFilledInInTheirOrder() {
    assertThat(Message.WorkloadHeld.with("Deployment/orders", "shop$1")).isEqualTo(new Statement(Reason.WorkloadHeld,
        "Deployment/orders is swapped already through Service shop$1. Name one of the two Services only."));
  }

  @Test
  void aValueTooFewOrTooManyIsAMistake() {
    assertThatThrownBy(() -> Message.WorkloadHeld.with("orders")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Message.Restored.with("orders")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyReasonHasAMessage() {
    var used = Arrays.stream(Message.values()).map(Message::reason)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Reason.class)));
    assertThat(used).isEqualTo(EnumSet.allOf(Reason.class));
  }
}
