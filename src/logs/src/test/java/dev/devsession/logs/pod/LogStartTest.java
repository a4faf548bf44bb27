package dev.devsession.logs.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.logs.pod.ContainerView.State;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogStartTest {
  private static final Instant TIME = Instant.parse("2026-11-29T10:20:33Z");

  @Test
  void firstTwoStartsCanBothBeRead() {
    assertThat(LogStart.NONE.next(started(0)).passesOver(false)).isFalse();
    assertThat(LogStart.NONE.next(started(1)).passesOver(true)).isFalse();
    assertThat(LogStart.NONE.next(started(1)).passesOver(false)).isTrue();
    assertThat(LogStart.NONE.next(started(2)).passesOver(true)).isTrue();
  }

  @Test
  void reopenedStreamOfTheSameStartPassesOverNone() {
    var start = LogStart.NONE.next(started(2));

    assertThat(start.next(started(2)).isSame()).isTrue();
    assertThat(start.next(started(2)).passesOver(false)).isFalse();
    assertThat(start.next(started(4)).passesOver(true)).isFalse();
    assertThat(start.next(started(5)).passesOver(true)).isTrue();
  }

  @Test
  void laterStatusTellsTheStartOnlyIfItBeganBeforeTheStreamsFirstLine() {
    var start = LogStart.NONE.next(started(0));

    assertThat(start.told(started(1), nanos(TIME.minusMillis(900)))).isEqualTo(new LogStart(1, 2));
    assertThat(start.told(started(1), nanos(TIME.plusSeconds(60)))).isEqualTo(new LogStart(1, 2));
    assertThat(start.told(started(1), nanos(TIME.minusSeconds(3)))).isEqualTo(start);
    assertThat(start.told(started(0), nanos(TIME))).isEqualTo(start);
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  private static ContainerView started(int restarts) {
    return new ContainerView("c", restarts, State.RUNNING, "", "", Optional.empty(), Optional.of(TIME));
  }
}
