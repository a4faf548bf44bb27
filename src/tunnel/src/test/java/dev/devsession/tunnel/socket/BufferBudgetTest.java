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
      budget.connectionOpened();
    }
    for (int i = 0; i < connections; i++) {
      budget.hold(budget.share());
    }
    assertThat(budget.used()).isLessThan(TOTAL + (long) connections * BufferBudget.LEAST);
  }

  @Test
  void eachOfMoreConnectionsMayHoldHalfAnEvenShareWhenAllIsUsedUp() {
    budget.hold(TOTAL);
    for (int i = 0; i < 512; i++) {
      budget.connectionOpened();
    }
    assertThat(budget.share()).isEqualTo(TOTAL / 512 / 2);

    for (int i = 0; i < 256; i++) {
      budget.connectionClosed();
    }
    assertThat(budget.share()).isEqualTo(TOTAL / 256 / 2);
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
    assertThat(budget.share()).isLessThan(share);
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
