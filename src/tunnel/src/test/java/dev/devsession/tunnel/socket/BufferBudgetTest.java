package dev.devsession.tunnel.socket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BufferBudgetTest {
  private static final int TOTAL = 8 * 1024 * 1024;
  private final BufferBudget budget = new BufferBudget(TOTAL);

  @Test
  void manyStalledConnectionsHoldTheTotalAndTheLeastOfEachAtMost() {
    int connections = 4000;
    for (int i = 0; i < connections; i++) {
      budget.hold(budget.share());
    }
    assertThat(budget.used()).isLessThan(TOTAL + (long) connections * BufferBudget.LEAST);
  }

  @Test
  void fewConnectionsHoldMuch() {
    budget.hold(budget.share());
    assertThat(budget.share()).isGreaterThan(64 * 1024);
  }

  @Test
  void whatIsNoLongerHeldIsSharedAgain() {
    int share = budget.share();
    budget.hold(TOTAL);
    assertThat(budget.share()).isEqualTo(BufferBudget.LEAST);
    budget.hold(-TOTAL);
    assertThat(budget.share()).isEqualTo(share);
  }

  @Test
  void isAmpleUntilHalfIsUsed() {
    budget.hold(TOTAL / 2 - 1);
    assertThat(budget.isAmple()).isTrue();
    budget.hold(1);
    assertThat(budget.isAmple()).isFalse();
  }
}
