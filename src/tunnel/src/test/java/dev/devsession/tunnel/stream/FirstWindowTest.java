package dev.devsession.tunnel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FirstWindowTest {
  private static final long SECOND = 1_000_000_000;
  private static final int AMPLE = 10 * Windows.FIRST;
  private final FirstWindow window = new FirstWindow();

  @Test
  void staysWhileMemoryIsAmple() {
    assertThat(window.change(AMPLE, 0)).isZero();
    assertThat(window.change(Windows.FIRST, 9 * SECOND)).isZero();
  }

  @Test
  void shrinksAtOnceWhenMemoryIsShort() {
    assertThat(window.change(9000, 0)).isEqualTo(8192);
    assertThat(window.change(8192, 1)).isZero();
    assertThat(window.change(2048, 2)).isEqualTo(2048);
  }

  @Test
  void growsOnlyWhenMemoryHasNotBeenShortForASecond() {
    window.change(2048, 0);
    assertThat(window.change(AMPLE, SECOND / 2)).isZero();
    assertThat(window.change(2048, SECOND)).isZero();
    assertThat(window.change(AMPLE, SECOND + SECOND / 2)).isZero();
    assertThat(window.change(AMPLE, 2 * SECOND)).isEqualTo(Windows.FIRST);
  }
}
