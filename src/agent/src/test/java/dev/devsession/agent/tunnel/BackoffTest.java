package dev.devsession.agent.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void waitDoublesWithEachFailureUpToFiveSeconds() {
    assertThat(
        Stream.iterate(Backoff.NONE, Backoff::failed).limit(8).map(at -> at.before(DisconnectCause.AWAY).toMillis()))
        .containsExactly(200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L, 5000L);
    assertThat(new Backoff(Integer.MAX_VALUE).before(DisconnectCause.AWAY)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void gatewayThatStartsIsAskedFiveTimesASecondForFiveSeconds() {
    assertThat(Stream.iterate(Backoff.NONE, Backoff::failed).skip(24).limit(4)
        .map(at -> at.before(DisconnectCause.STARTING).toMillis())).containsExactly(200L, 200L, 400L, 800L);
    assertThat(Backoff.OF_PROBES.failed().before(DisconnectCause.STARTING)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void waitsFifteenSecondsWhileTheUserMustAct() {
    assertThat(Backoff.NONE.before(DisconnectCause.NOT_PERMITTED)).isEqualTo(Duration.ofSeconds(15));
    assertThat(Backoff.NONE.before(DisconnectCause.OCCUPIED)).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void firstFiveFailuresAreEarly() {
    assertThat(Stream.iterate(Backoff.NONE, Backoff::failed).limit(7).filter(Backoff::isEarly)).hasSize(5);
  }

  @Test
  void connectionThatWasOpenForFiveSecondsEndsTheSeriesOfFailures() {
    assertThat(new Backoff(4).lost(Duration.ofSeconds(5))).isEqualTo(Backoff.NONE);
    assertThat(new Backoff(4).lost(Duration.ofMillis(4999))).isEqualTo(new Backoff(5));
  }
}
