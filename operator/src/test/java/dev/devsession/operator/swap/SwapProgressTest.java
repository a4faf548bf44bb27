package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Condition;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwapStatus;
import dev.devsession.api.v1alpha1.SwapStatusBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class SwapProgressTest {
  @Test
  void thatAProxyStartsIsProgress() {
    assertThat(isProgress(null, status("True", ConditionReason.ProxyStarting, "it starts"))).isTrue();
  }

  @Test
  void aMarkIsCopiedAtOnce() {
    var marked = new SwapStatusBuilder(status("True", ConditionReason.ProxyStarting, "it starts")).withMark("mark")
        .build();
    assertThat(isProgress(null, marked)).isFalse();
    assertThat(isProgress(null, status("True", ConditionReason.OriginalStopping, "a, b"))).isFalse();
    assertThat(isProgress(status("True", ConditionReason.OriginalStopping, "a, b"),
        new SwapStatusBuilder(status("True", ConditionReason.OriginalStopping, "a")).withMark("mark").build()))
        .isFalse();
  }

  @Test
  void aRefusalIsWrittenAtOnce() {
    assertThat(isProgress(null, status("False", ConditionReason.ProxyStarting, "refused"))).isFalse();
  }

  @Test
  void whichPodsAreLeftIsProgress() {
    assertThat(isProgress(status("True", ConditionReason.OriginalStopping, "a, b"),
        status("True", ConditionReason.OriginalStopping, "a"))).isTrue();
  }

  @Test
  void thatNoneIsLeftIsWrittenAtOnce() {
    assertThat(isProgress(status("True", ConditionReason.OriginalStopping, "a"),
        status("True", ConditionReason.Swapped, "all"))).isFalse();
  }

  private static boolean isProgress(SwapStatus written, SwapStatus status) {
    var swap = new Swap();
    swap.setStatus(written);
    return SwapProgress.isAllOf(swap, status);
  }

  private static SwapStatus status(String accepted, ConditionReason reason, String message) {
    return new SwapStatusBuilder().withObservedGeneration(1L)
        .withConditions(List.of(condition(ConditionType.Accepted, accepted, ConditionReason.Accepted, ""),
            condition(ConditionType.Swapped, "False", reason, message)))
        .build();
  }

  private static Condition condition(ConditionType type, String status, ConditionReason reason, String message) {
    return new Condition(type.name(), status, 1L, "2026-01-01T00:00:00Z", reason.name(), message);
  }
}
