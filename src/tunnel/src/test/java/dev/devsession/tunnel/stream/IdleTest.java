package dev.devsession.tunnel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Idle and silent connections, on a mock clock. */
class IdleTest {

  private static final Duration STEP = Duration.ofMillis(250);

  private final MockTicker clock = Ticker.newMockTicker();
  private final TunnelHttp2Handler opening = TunnelHttp2Handler.openingStreams(Duration.ZERO);
  private final TunnelHttp2Handler dialing = TunnelHttp2Handler.acceptingStreams((authority, loop) -> loop.newPromise(),
      Duration.ZERO);
  private final EmbeddedChannel one = channel(opening);
  private final EmbeddedChannel other = channel(dialing);
  private long frames;

  private EmbeddedChannel channel(TunnelHttp2Handler end) {
    var channel = EmbeddedChannel.builder().ticker(clock).build();
    // Without leak detection, which takes most of the time once another test has switched it on.
    channel.config().setAllocator(new UnpooledByteBufAllocator(false, true));
    channel.pipeline().addLast(end);
    return channel;
  }

  @Test
  void idleHourCostsOnePingPerSecond() throws Exception {
    exchange();
    assertThat(opening.whenReady().isSuccess()).isTrue();
    assertThat(dialing.whenReady().isSuccess()).isTrue();

    frames = 0;

    for (long passed = 0; passed < Duration.ofHours(1).toMillis(); passed += STEP.toMillis()) {
      step();

      assertThat(opening.silence()).isLessThan(Duration.ofSeconds(2));
      assertThat(dialing.silence()).isLessThan(Duration.ofSeconds(2));
    }

    assertThat(opening.closed().isDone()).isFalse();
    assertThat(frames).isBetween(3_600L, 4 * 3_600L + 10);

    one.finishAndReleaseAll();
    other.finishAndReleaseAll();
  }

  @Test
  void silentConnectionIsClosedAfterTenSeconds() throws Exception {
    exchange();
    for (int i = 0; i < 39; i++) {
      clock.advance(STEP.toNanos(), TimeUnit.NANOSECONDS);
      one.runScheduledPendingTasks();

      assertThat(opening.closed().isDone()).isFalse();
    }
    clock.advance(2, TimeUnit.SECONDS);
    one.runScheduledPendingTasks();

    assertThat(opening.closed().getNow()).isEqualTo("the other end has been silent for 10 s");

    one.finishAndReleaseAll();
    other.finishAndReleaseAll();
  }

  private void step() {
    clock.advance(STEP.toNanos(), TimeUnit.NANOSECONDS);
    one.runScheduledPendingTasks();
    other.runScheduledPendingTasks();
    exchange();
  }

  /** Passes written bytes to the other end, until neither end writes more. */
  private void exchange() {
    while (pass(one, other) | pass(other, one)) {
      one.runPendingTasks();
      other.runPendingTasks();
    }
  }

  private boolean pass(EmbeddedChannel from, EmbeddedChannel to) {
    boolean any = false;
    for (ByteBuf bytes; (bytes = from.readOutbound()) != null;) {
      frames++;
      to.writeInbound(bytes);
      any = true;
    }
    return any;
  }
}
