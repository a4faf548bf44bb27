package dev.devsession.tunnel.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.tunnel.ConnectionRole;
import dev.devsession.tunnel.Identity;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long each end waits for the other, on a mock clock. */
class HandshakeTimeTest {

  private final MockTicker clock = Ticker.newMockTicker();
  private final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(clock)
      .handlers(new ChannelInboundHandlerAdapter()).build();

  @Test
  void helloMustArriveWithinFiveSeconds() {
    GatewayConnection.accept(channel, null, null);
    advance(4_999);
    assertThat(channel.isOpen()).isTrue();

    advance(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void answerMustArriveWithinFiveSeconds() {
    var opened = AgentConnection.open(channel, ConnectionRole.FORWARD,
        new Identity("s", "a", "ada@machine", "0", false), null);
    advance(4_999);
    assertThat(opened.isDone()).isFalse();

    advance(1);
    assertThat(opened.cause()).hasMessage("the gateway did not answer within 5 s");
    assertThat(channel.isOpen()).isFalse();

    channel.releaseOutbound();
  }

  private void advance(long millis) {
    clock.advance(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }
}
