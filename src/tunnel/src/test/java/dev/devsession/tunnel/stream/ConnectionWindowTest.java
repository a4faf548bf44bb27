package dev.devsession.tunnel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A link of one rate and one round trip, whose sender always has bytes for the whole window. */
class ConnectionWindowTest {

  private static final Duration FAR = Duration.ofMillis(80);
  private static final Duration NEAR = Duration.ofNanos(300_000);
  /** Bytes a second: 100 Mbit/s. */
  private static final double SLOW = 12_500_000;
  private static final double FAST = 1e9;

  private final ConnectionWindow window = new ConnectionWindow();
  private long nowNanos = Duration.ofHours(1).toNanos();

  @Test
  void windowFillsTheLinkWithAShortQueue() {
    send(SLOW, FAR, 40);

    assertThat((double) window.size()).isBetween(SLOW * 0.080, SLOW * 0.110);
  }

  @Test
  void windowIsLargestOnALinkThatDeliversMore() {
    send(FAST, FAR, 8);

    assertThat(window.size()).isEqualTo(ConnectionWindow.MOST);
  }

  @Test
  void windowFollowsALinkThatBecomesSlowerAndFaster() {
    send(FAST, FAR, 8);
    send(SLOW, FAR, 40);
    assertThat((double) window.size()).isBetween(SLOW * 0.080, SLOW * 0.110);

    send(FAST, FAR, 12);
    assertThat(window.size()).isEqualTo(ConnectionWindow.MOST);
  }

  @Test
  void windowOfANearEndIsWorthAShortQueue() {
    send(250_000_000, NEAR, 40);

    assertThat((double) window.size()).isBetween(250_000_000 * 0.0125, 250_000_000 * 0.026);
  }

  @Test
  void aWayThatBecomesLongerIsNoQueue() {
    send(SLOW, NEAR, 20);
    send(SLOW, FAR, 60);

    assertThat((double) window.size()).isGreaterThan(SLOW * 0.075);
  }

  @Test
  void oneLateAnswerChangesNothing() {
    send(SLOW, FAR, 40);
    int before = window.size();
    assertThat(window.received(ConnectionWindow.BULK, nowNanos)).isTrue();
    window.received(before, nowNanos);
    long sent = nowNanos;
    nowNanos += Duration.ofSeconds(1).toNanos();
    window.answered(sent, nowNanos);

    assertThat(window.size()).isEqualTo(before);
  }

  @Test
  void fewBytesTellNothing() {
    assertThat(window.received(ConnectionWindow.BULK - 1, nowNanos)).isFalse();
    assertThat(window.received(1, nowNanos)).isTrue();
    window.received(16 * 1024, nowNanos);
    window.answered(nowNanos, nowNanos + FAR.toNanos());

    assertThat(window.size()).isEqualTo(ConnectionWindow.FIRST);
  }

  @Test
  void onePingAtATimeIsUnderWay() {
    assertThat(window.received(ConnectionWindow.BULK, nowNanos)).isTrue();
    assertThat(window.received(ConnectionWindow.BULK, nowNanos + FAR.toNanos())).isFalse();
    window.answered(nowNanos, nowNanos + FAR.toNanos());
    assertThat(window.received(1, nowNanos + FAR.toNanos())).isTrue();
  }

  /** Bytes and answers arrive in order, so an answer takes as long as what is in front of it, or the round trip. */
  private void send(double perSecond, Duration trip, int pings) {
    window.answered(nowNanos, nowNanos + trip.toNanos()); // of the idle link
    for (int i = 0; i < pings; i++) {
      assertThat(window.received(ConnectionWindow.BULK, nowNanos)).isTrue();
      long sent = nowNanos;
      int bytes = window.size();
      nowNanos += (long) Math.max(bytes / perSecond * 1e9, Math.max(trip.toNanos(), 5_000_000));
      window.received(bytes, nowNanos);
      window.answered(sent, sent + (long) Math.max(bytes / perSecond * 1e9, trip.toNanos()));
    }
  }
}
