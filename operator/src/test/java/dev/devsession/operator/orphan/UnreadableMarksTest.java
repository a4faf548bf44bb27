package dev.devsession.operator.orphan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Remembers which unreadable marks were reported. */
class UnreadableMarksTest {
  private final UnreadableMarks marks = new UnreadableMarks();
  private final Orphan orders = unreadable("orders", "it is gone");

  @Test
  void eachUnreadableMarkIsReportedOnce() {
    assertThat(marks.withoutReported("shop", List.of(orders))).containsExactly(orders);
    assertThat(marks.withoutReported("shop", List.of(orders))).isEmpty();

    var other = unreadable("orders", "it can't be read");

    assertThat(marks.withoutReported("shop", List.of(orders, other))).containsExactly(other);
  }

  @Test
  void orphanThatCanBeCleanedUpIsAlwaysReturned() {
    var claimed = new Orphan.Claimed(new Swap(), "ada");

    assertThat(marks.withoutReported("shop", List.of(claimed))).containsExactly(claimed);
    assertThat(marks.withoutReported("shop", List.of(claimed))).containsExactly(claimed);
  }

  @Test
  void repairedMarkIsForgottenAndReportedAgainIfDamagedAgain() {
    marks.withoutReported("shop", List.of(orders, unreadable("stock", "it is gone")));
    marks.withoutReported("shop", List.of(orders));

    assertThat(marks.hasReported("shop")).isTrue();

    marks.withoutReported("shop", List.of());

    assertThat(marks.hasReported("shop")).isFalse();
    assertThat(marks.withoutReported("shop", List.of(orders))).as("damaged again").containsExactly(orders);
  }

  private static Orphan unreadable(String name, String what) {
    return new Orphan.Unreadable(Workload.of(new DeploymentBuilder().withNewMetadata().withName(name).withUid(name)
        .endMetadata().withNewSpec().withReplicas(0).withNewTemplate().withNewMetadata().endMetadata().withNewSpec()
        .endSpec().endTemplate().endSpec().build()), what);
  }
}
