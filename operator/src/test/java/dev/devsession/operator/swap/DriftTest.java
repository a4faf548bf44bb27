package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Resets;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts resets by other controllers, and pauses a swap between attempts. */
class DriftTest {
  private static final Workload ORDERS = Workload.of(new Scene().orders);
  private static final DriftPauses PAUSES = DriftPauses.DEFAULT;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** Flux's interval is an hour in many clusters, plus its jitter. */
  @ParameterizedTest
  @CsvSource({"PT1S,true", "PT10M,true", "PT66M,true", "PT4H,false"})
  void resetsLessThanThreeHoursApartAreOneDriftFight(Duration interval, boolean fight) {
    var now = NOW;
    Resets resets = null;
    for (var i = 0; i < Drift.LIMIT; i++) {
      resets = Drift.count(resets, reset(i), now, PAUSES);
      now = now.plus(interval);
    }

    assertThat(Drift.isFight(resets)).isEqualTo(fight);
  }

  /** The operator may see a reset again after a crash, before it has answered it. */
  @Test
  void sameResetIsCountedOnce() {
    var first = Drift.count(null, reset(1), NOW, PAUSES);

    assertThat(Drift.count(first, reset(1), NOW.plusSeconds(5), PAUSES)).isEqualTo(first);
    assertThat(Drift.count(first, reset(2), NOW.plusSeconds(5), PAUSES).count()).isEqualTo(2);
  }

  @Test
  void pausesDoubleUpToTenMinutes() {
    var resets = fight(Drift.LIMIT - 1);

    assertThat(resets.retryTime()).isNull();

    var pauses = new ArrayList<Long>();
    for (var i = 0; i < 8; i++) {
      resets = Drift.count(resets, reset(Drift.LIMIT + i), NOW, PAUSES);
      pauses.add(Drift.untilRetry(resets, ORDERS.metadata(), false, NOW).toSeconds());
    }

    assertThat(pauses).containsExactly(15L, 30L, 60L, 120L, 240L, 480L, 600L, 600L);
  }

  @Test
  void pauseEndsWithTimeOrWithAChangeOfTheSessionOrOfAnAnnotation() {
    var resets = fight(Drift.LIMIT);

    assertThat(Drift.untilRetry(resets, ORDERS.metadata(), false, NOW)).isEqualTo(PAUSES.first());
    assertThat(Drift.untilRetry(resets, ORDERS.metadata(), false, NOW.plus(PAUSES.first()))).isZero();
    assertThat(Drift.untilRetry(resets, ORDERS.metadata(), true, NOW)).as("the session has changed").isZero();
    assertThat(Drift.untilRetry(resets, annotated("argocd.argoproj.io/tracking-id").metadata(), false, NOW))
        .as("a rule was added")
        .isZero();
    assertThat(Drift.untilRetry(resets, annotated("deployment.kubernetes.io/revision").metadata(), false, NOW))
        .as("Kubernetes' own controller changed an annotation").isEqualTo(PAUSES.first());
  }

  /** A tool that reconciles every ten minutes must not count as gone after one. */
  @Test
  void driftFightEndsAfterTwiceTheIntervalOfItsResets() {
    var quick = new Resets(3, "argocd", "Update", null, NOW.toString(), 5, null, null, null);

    assertThat(Drift.untilForgotten(quick, NOW, NOW, PAUSES)).isEqualTo(PAUSES.quiet());

    var slow = new Resets(3, "flux", "Apply", null, NOW.toString(), 600, null, null, null);

    assertThat(Drift.untilForgotten(slow, NOW, NOW, PAUSES)).isEqualTo(Duration.ofSeconds(1200));
    assertThat(Drift.untilForgotten(slow, NOW.plusSeconds(60), NOW.plusSeconds(60), PAUSES))
        .as("counted from the last swap").isEqualTo(Duration.ofSeconds(1200));

    var single = new Resets(1, "kubectl", "Update", "scale", NOW.toString(), 5, null, null, null);

    assertThat(Drift.untilForgotten(single, NOW, NOW, PAUSES)).isEqualTo(Drift.MEMORY);
  }

  private static Resets fight(int count) {
    Resets resets = null;
    for (var i = 0; i < count; i++) {
      resets = Drift.count(resets, reset(i), NOW, PAUSES);
    }
    return resets;
  }

  /** The workload after its n-th reset. */
  private static Workload reset(int n) {
    return Workload.of(new DeploymentBuilder(new Scene().orders).editMetadata().withGeneration(2L * n).endMetadata()
        .build());
  }

  private static Workload annotated(String annotation) {
    return Workload.of(new DeploymentBuilder(new Scene().orders).editMetadata().addToAnnotations(annotation, "1")
        .endMetadata().build());
  }
}
