package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.operator.dataplane.PodStartFailure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The proxy stays for an original that comes back, and not for one that was as unready before. */
class OriginalReturnTest {
  private static final Optional<PodStartFailure> BAD_IMAGE = Optional
      .of(new PodStartFailure("pod orders-1: ImagePullBackOff: not found", false));
  private final Scene scene = new Scene();

  @Test
  void anOriginalThatNeverWasReadyIsNotWaitedFor() {
    ready(0);
    swapAndRelease();
    ready(0);
    scene.around.startFailure = BAD_IMAGE;
    assertThat(scene.decide().step()).isInstanceOf(Step.RemoveProxy.class);
  }

  /** It may have been starting when the session began. */
  @Test
  void oneThatWasAsUnreadyIsWaitedForBriefly() {
    ready(1);
    swapAndRelease();
    ready(0);
    assertThat(scene.decide().recheck()).isEqualTo(RestorePlan.PATIENCE);
    ready(1);
    assertThat(scene.decide().recheck()).isEqualTo(OriginalReturn.AS_BEFORE);
    scene.now = scene.now.plus(OriginalReturn.AS_BEFORE);
    assertThat(scene.decide().step()).isInstanceOf(Step.RemoveProxy.class);
  }

  @Test
  void oneThatWasReadyIsWaitedForAndSaysWhatDelaysIt() {
    swapAndRelease();
    ready(0);
    scene.around.startFailure = BAD_IMAGE;
    scene.now = scene.now.plus(Duration.ofMinutes(1));
    assertThat(scene.decide().says().message()).contains("0 of 3 replicas are ready", "ImagePullBackOff: not found");
    assertThat(scene.decide().step()).isInstanceOf(Step.Wait.class);
  }

  /** Only the first time counts: later it may still be starting when it is scaled to zero again. */
  @Test
  void aResetMakesNoOriginalUnready() {
    run();
    scene.scale(3, "kubectl");
    for (var i = 0; i < 3 && scene.orders.getSpec().getReplicas() > 0; i++) {
      scene.executeStep(); // before any of its pods is ready again
    }
    assertThat(scene.orders.getSpec().getReplicas()).isZero();
    assertThat(scene.swap.getStatus().originalUnready()).isNull();
  }

  private void swapAndRelease() {
    var replicas = scene.orders.getStatus().getAvailableReplicas();
    for (var i = 0; i < 10 && scene.orders.getSpec().getReplicas() > 0; i++) {
      scene.proxyReady = !scene.proxyPods.isEmpty();
      scene.executeStep();
    }
    assertThat(scene.swap.getStatus().originalUnready())
        .isEqualTo(replicas == 3 ? null : Integer.valueOf(3 - replicas));
    run();
    scene.claim();
    scene.executeStep();
    assertThat(scene.orders.getSpec().getReplicas()).isEqualTo(3);
  }

  private void ready(int replicas) {
    scene.runControllers();
    scene.orders.getStatus().setAvailableReplicas(replicas);
    scene.originalPods = java.util.stream.IntStream.rangeClosed(1, replicas).mapToObj(i -> "orders-" + i)
        .collect(java.util.stream.Collectors.toSet());
  }

  private void run() {
    for (var i = 0; i < 10; i++) {
      scene.runControllers();
      scene.executeStep();
    }
  }
}
