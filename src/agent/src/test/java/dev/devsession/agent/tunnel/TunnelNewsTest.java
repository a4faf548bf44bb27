package dev.devsession.agent.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.agent.tunnel.TunnelNews.News.Away;
import dev.devsession.agent.tunnel.TunnelNews.News.Connected;
import dev.devsession.tunnel.carrier.CarrierException;
import dev.devsession.tunnel.hello.HelloRefusal;
import dev.devsession.tunnel.hello.HelloRefusedException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TunnelNewsTest {

  private final TunnelNews news = new TunnelNews(0);

  @Test
  void eachChangeIsReportedOnce() {
    assertThat(news.up()).contains(new Connected());
    assertThat(news.up()).isEmpty();

    assertThat(news.down(DisconnectCause.AWAY, "link cut", 1)).contains(new Away(DisconnectCause.AWAY, "link cut"));
    assertThat(news.down(DisconnectCause.AWAY, "still", 2)).isEmpty();

    assertThat(news.up()).contains(new Connected());
  }

  @Test
  void gatewayThatIsStillStartingIsReportedOnlyAfterTenSeconds() {
    assertThat(news.down(DisconnectCause.AWAY, "starting", Duration.ofSeconds(9).toNanos())).isEmpty();

    assertThat(news.down(DisconnectCause.AWAY, "starting", Duration.ofSeconds(10).toNanos()))
        .contains(new Away(DisconnectCause.AWAY, "starting"));
    assertThat(news.down(DisconnectCause.AWAY, "starting", Duration.ofSeconds(11).toNanos())).isEmpty();
  }

  @Test
  void causeThatTheUserMustRemoveIsReportedImmediatelyAndAgainWhenItChanges() {
    assertThat(news.down(DisconnectCause.NOT_PERMITTED, "403", 0))
        .contains(new Away(DisconnectCause.NOT_PERMITTED, "403"));
    assertThat(news.down(DisconnectCause.NOT_PERMITTED, "403", 1)).isEmpty();
    assertThat(news.down(DisconnectCause.AWAY, "refused", 2)).isEmpty();

    assertThat(news.down(DisconnectCause.OCCUPIED, "bob is there", 3))
        .contains(new Away(DisconnectCause.OCCUPIED, "bob is there"));
  }

  @Test
  void eachFailureHasItsDisconnectCause() {
    assertThat(DisconnectCause.of(new IOException())).isEqualTo(DisconnectCause.AWAY);
    assertThat(DisconnectCause.of(carrier(CarrierException.Cause.GONE))).isEqualTo(DisconnectCause.AWAY);
    assertThat(DisconnectCause.of(carrier(CarrierException.Cause.RETRY))).isEqualTo(DisconnectCause.AWAY);
    assertThat(DisconnectCause.of(carrier(CarrierException.Cause.FORBIDDEN))).isEqualTo(DisconnectCause.NOT_PERMITTED);
    assertThat(DisconnectCause.of(carrier(CarrierException.Cause.UNAUTHORIZED)))
        .isEqualTo(DisconnectCause.NOT_PERMITTED);
    assertThat(DisconnectCause.of(refusal(HelloRefusal.Code.OCCUPIED))).isEqualTo(DisconnectCause.OCCUPIED);
    assertThat(DisconnectCause.of(refusal(HelloRefusal.Code.VERSION))).isEqualTo(DisconnectCause.REFUSED);
  }

  private static Throwable carrier(CarrierException.Cause cause) {
    return new CarrierException(cause, "", null);
  }

  private static Throwable refusal(HelloRefusal.Code code) {
    return new HelloRefusedException(new HelloRefusal(code, ""));
  }
}
