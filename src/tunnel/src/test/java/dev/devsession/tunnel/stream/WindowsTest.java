package dev.devsession.tunnel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowsTest {
  private static final Duration FAR = Duration.ofMillis(80);
  private static final int AMPLE = Windows.LARGEST;
  private final Windows windows = new Windows(Windows.LARGEST, Windows.POOL);

  @Test
  void busyStreamHasTheLargestWindowAfterFourRoundTrips() {
    var window = windows.open();
    int size = Windows.FIRST;
    for (int trip = 1; trip <= 4; trip++) {
      size += growthBy(window, (int) (size * Windows.REOPENED_AT), trip * FAR.toNanos(), FAR);
    }

    assertThat(size).isEqualTo(Windows.LARGEST);
    assertThat(growthBy(window, size, 5 * FAR.toNanos(), FAR)).isZero();
  }

  @Test
  void windowOfASlowStreamDoesNotGrow() {
    var window = windows.open();
    for (int second = 1; second <= 100; second++) {
      assertThat(window.growth(1024, Duration.ofSeconds(second).toNanos(), FAR, AMPLE)).isZero();
    }
  }

  @Test
  void windowOfALateAnswerGrows() {
    assertThat(windows.open().growth(Windows.FIRST, Duration.ofSeconds(7).toNanos(), FAR, AMPLE)).isPositive();
  }

  @Test
  void allWindowsShareThePoolAndFirstStepsUseHalfOfIt() {
    var many = IntStream.range(0, 200).mapToObj(i -> windows.open()).toList();
    assertThat(many.stream().mapToInt(window -> window.growth(Windows.FIRST, 0, FAR, AMPLE)).sum())
        .isEqualTo(Windows.POOL / 2);

    int more = many.stream().mapToInt(window -> window.growth(Windows.LARGEST, 0, FAR, AMPLE)).sum();
    assertThat(more).isLessThanOrEqualTo(Windows.POOL / 2).isGreaterThan(Windows.POOL / 2 - Windows.FIRST);
  }

  @Test
  void closedWindowReturnsItsShareToThePool() {
    var window = windows.open();
    int grown = window.growth(Windows.FIRST, 0, FAR, AMPLE) + window.growth(Windows.LARGEST, 0, FAR, AMPLE);
    window.close();
    var next = windows.open();

    assertThat(next.growth(Windows.FIRST, 0, FAR, AMPLE) + next.growth(Windows.LARGEST, 0, FAR, AMPLE))
        .isEqualTo(grown);
  }

  @Test
  void noWindowGrowsWhileMemoryIsShort() {
    var window = windows.open();
    assertThat(window.growth(Windows.FIRST, 0, FAR, Windows.FIRST - 1)).isZero();
    assertThat(window.growth(Windows.FIRST, 0, FAR, Windows.FIRST)).isPositive();
  }

  /** Reads this many bytes in pieces of a frame, at one moment; returns the growth. */
  private static int growthBy(Windows.Window window, int bytes, long nowNanos, Duration roundTrip) {
    return IntStream.range(0, bytes / 16_384).map(i -> window.growth(16_384, nowNanos, roundTrip, AMPLE)).sum();
  }
}
