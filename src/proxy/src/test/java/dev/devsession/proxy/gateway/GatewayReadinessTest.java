package dev.devsession.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.proxy.health.HealthResponse;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A probe waits for the agent, for no longer than kubelets do, and not with the news that it is gone. */
class GatewayReadinessTest {

  private final EmbeddedChannel time = new EmbeddedChannel();
  private int status = 503;
  private final GatewayReadiness readiness = new GatewayReadiness(time.eventLoop(),
      () -> new HealthResponse(status, "as it is"));

  @BeforeEach
  void freeze() {
    time.freezeTime();
  }

  @Test
  void probeIsAnsweredWhenTheAgentConnects() {
    var probe = readiness.onceConnected();
    assertThat(probe).isNotDone();

    status = 200;
    readiness.agentConnected();

    assertStatus(probe, 200);
    advance(2000);
    assertStatus(readiness.onceConnected(), 200);
  }

  @Test
  void probeWaitsLessThanASecond() {
    var probe = readiness.onceConnected();
    advance(799);
    assertThat(probe).isNotDone();

    advance(1);

    assertStatus(probe, 503);
    assertThat(readiness.onceConnected()).isNotDone();
  }

  @Test
  void lossOfTheAgentIsToldAtOnceAndOnlyOnce() {
    status = 200;
    assertStatus(readiness.onceConnected(), 200);

    status = 503;

    assertStatus(readiness.onceConnected(), 503);
    assertThat(readiness.onceConnected()).isNotDone();
  }

  private static void assertStatus(CompletableFuture<HealthResponse> answer, int status) {
    assertThat(answer).isCompletedWithValueMatching(response -> response.status() == status, "status " + status);
  }

  private void advance(int millis) {
    time.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    time.runScheduledPendingTasks();
  }
}
