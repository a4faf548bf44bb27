package dev.devsession.agent.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.agent.tunnel.Standing.News.Away;
import dev.devsession.agent.tunnel.Standing.News.Connected;
import dev.devsession.tunnel.carrier.CarrierException;
import dev.devsession.tunnel.hello.Refusal;
import dev.devsession.tunnel.hello.RefusedException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StandingTest {

  private final Standing standing = new Standing(0);

  @Test
  void a_change_is_told_once() {
    assertThat(standing.up()).contains(new Connected());
    assertThat(standing.up()).isEmpty();
    assertThat(standing.down(Trouble.AWAY, "link cut", 1)).contains(new Away(Trouble.AWAY, "link cut"));
    assertThat(standing.down(Trouble.AWAY, "still", 2)).isEmpty();
    assertThat(standing.up()).contains(new Connected());
  }

  @Test
  void a_gateway_that_takes_its_time_at_first_is_not_told_before_long() {
    assertThat(standing.down(Trouble.AWAY, "starting", Duration.ofSeconds(9).toNanos())).isEmpty();
    assertThat(standing.down(Trouble.AWAY, "starting", Duration.ofSeconds(10).toNanos()))
        .contains(new Away(Trouble.AWAY, "starting"));
    assertThat(standing.down(Trouble.AWAY, "starting", Duration.ofSeconds(11).toNanos())).isEmpty();
  }

  @Test
  void what_needs_a_person_is_told_at_once_and_when_it_comes_later() {
    assertThat(standing.down(Trouble.NOT_PERMITTED, "403", 0)).contains(new Away(Trouble.NOT_PERMITTED, "403"));
    assertThat(standing.down(Trouble.NOT_PERMITTED, "403", 1)).isEmpty();
    assertThat(standing.down(Trouble.AWAY, "refused", 2)).isEmpty();
    assertThat(standing.down(Trouble.OCCUPIED, "bob is there", 3)).contains(new Away(Trouble.OCCUPIED, "bob is there"));
  }

  @Test
  void what_a_failure_means() {
    assertThat(Trouble.of(new IOException())).isEqualTo(Trouble.AWAY);
    assertThat(Trouble.of(carrier(CarrierException.Cause.GONE))).isEqualTo(Trouble.AWAY);
    assertThat(Trouble.of(carrier(CarrierException.Cause.RETRY))).isEqualTo(Trouble.AWAY);
    assertThat(Trouble.of(carrier(CarrierException.Cause.FORBIDDEN))).isEqualTo(Trouble.NOT_PERMITTED);
    assertThat(Trouble.of(carrier(CarrierException.Cause.UNAUTHORIZED))).isEqualTo(Trouble.NOT_PERMITTED);
    assertThat(Trouble.of(refusal(Refusal.Code.OCCUPIED))).isEqualTo(Trouble.OCCUPIED);
    assertThat(Trouble.of(refusal(Refusal.Code.VERSION))).isEqualTo(Trouble.REFUSED);
  }

  private static Throwable carrier(CarrierException.Cause cause) {
    return new CarrierException(cause, "", null);
  }

  private static Throwable refusal(Refusal.Code code) {
    return new RefusedException(new Refusal(code, ""));
  }
}
