package dev.devsession.proxy.gateway;

import dev.devsession.proxy.health.HealthResponse;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Whether an agent is connected, for the readiness probe. Kubelets probe once a second; a probe that waits for the
 * agent tells them as soon as it is there.
 */
final class GatewayReadiness {

  private static final int OK = 200;

  /** Less than the second after which the kubelet takes a probe for failed. */
  private static final Duration WAIT = Duration.ofMillis(800);

  private final EventLoop loop;
  private final Supplier<HealthResponse> readiness;
  private final List<CompletableFuture<HealthResponse>> waiting = new ArrayList<>();
  /** Whether the last one who would wait was told that the gateway is ready: then its end is news, too. */
  private boolean toldReady;

  /** @param readiness the answer at this moment; 200 if an agent is connected */
  GatewayReadiness(EventLoop loop, Supplier<HealthResponse> readiness) {
    this.loop = loop;
    this.readiness = readiness;
  }

  /** Waits for an agent, but not with the news that it is gone. */
  CompletableFuture<HealthResponse> onceConnected() {
    var answer = new CompletableFuture<HealthResponse>();
    waiting.add(answer);
    if (toldReady || readiness.get().status() == OK) {
      answer(answer);
    } else {
      loop.schedule(() -> answer(answer), WAIT.toMillis(), TimeUnit.MILLISECONDS);
    }
    return answer;
  }

  void agentConnected() {
    List.copyOf(waiting).forEach(this::answer);
  }

  private void answer(CompletableFuture<HealthResponse> answer) {
    if (waiting.remove(answer)) {
      var response = readiness.get();
      toldReady = response.status() == OK;
      answer.complete(response);
    }
  }
}
