package dev.devsession.tunnel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BurstTest {
  private final Burst burst = new Burst();

  @Test
  void isOverOnceWhenMostOfManyStreamsHaveEnded() {
    assertThat(burst.isOver(500)).isFalse();
    assertThat(burst.isOver(126)).isFalse();
    assertThat(burst.isOver(125)).isTrue();
    assertThat(burst.isOver(0)).as("125 were left, and these have ended too").isTrue();
    assertThat(burst.isOver(0)).isFalse();
  }

  @Test
  void fewStreamsAreNoBurst() {
    assertThat(burst.isOver(99)).isFalse();
    assertThat(burst.isOver(0)).isFalse();
  }

  @Test
  void isNotOverWhileMoreStreamsAreOpened() {
    burst.isOver(500);
    burst.isOver(10);
    assertThat(burst.isOver(0)).isFalse();
    burst.isOver(400);
    burst.isOver(300);
    assertThat(burst.isOver(50)).isTrue();
  }
}
