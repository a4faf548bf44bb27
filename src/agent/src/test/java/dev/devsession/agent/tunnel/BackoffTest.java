package dev.devsession.agent.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void waits_twice_as_long_each_time_up_to_five_seconds() {
    assertThat(
        Stream.iterate(Backoff.NONE, Backoff::failed).limit(8).map(at -> at.before(DisconnectCause.AWAY).toMillis()))
        .containsExactly(200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L, 5000L);
    assertThat(new Backoff(Integer.MAX_VALUE).before(DisconnectCause.AWAY)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void asks_seldom_where_a_person_must_do_something() {
    assertThat(Backoff.NONE.before(DisconnectCause.NOT_PERMITTED)).isEqualTo(Duration.ofSeconds(15));
    assertThat(Backoff.NONE.before(DisconnectCause.OCCUPIED)).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void a_connection_that_stood_is_dialed_again_at_once_and_one_that_falls_each_time_is_not() {
    assertThat(new Backoff(4).lost(Duration.ofSeconds(5))).isEqualTo(Backoff.NONE);
    assertThat(new Backoff(4).lost(Duration.ofMillis(4999))).isEqualTo(new Backoff(5));
  }
}
