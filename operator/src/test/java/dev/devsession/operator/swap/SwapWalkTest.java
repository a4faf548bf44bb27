package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.restore.Mark;
import dev.devsession.restore.Workload;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/**
 * Whatever happens in whatever order, crashes between a step and its status included, it ends swapped or exactly as
 * before.
 */
class SwapWalkTest {
  enum Happening {
    STEP,
    STEP_THEN_CRASH,
    CONTROLLERS,
    CLAIM,
    WITHDRAW,
    HAND_OVER,
    PROXY_LOST,
    SERVICE_GONE,
    SERVICE_BACK,
    STATUS_LOST,
    SCALED_BY_OTHERS,
    MARK_REMOVED,
    MARK_SPOILT,
    MINUTE_PASSES
  }

  @Property(tries = 2000)
  void endsSwappedOrAsBefore(@ForAll @Size(max = 40) List<Happening> happenings, @ForAll boolean wantedAtTheEnd) {
    var scene = new Scene();
    var service = scene.service;
    var wanted = 3;
    for (var happening : happenings) {
      switch (happening) {
        case STEP -> scene.take(scene.decide(), true);
        case STEP_THEN_CRASH -> scene.take(scene.decide(), false);
        case CONTROLLERS -> scene.settle();
        case CLAIM -> claimUnlessDeleting(scene, "ada");
        case WITHDRAW -> scene.claim();
        case HAND_OVER -> claimUnlessDeleting(scene, "bob");
        case PROXY_LOST -> {
          scene.proxy = null;
          scene.proxyPods.clear();
        }
        case SERVICE_GONE -> scene.service = null;
        case SERVICE_BACK -> scene.service = service;
        case STATUS_LOST -> {
          if (!isSpoilt(scene)) {
            scene.setStatus(null);
          }
        }
        case SCALED_BY_OTHERS -> {
          wanted = 4 + happenings.size();
          scene.scale(wanted, "somebody");
        }
        case MARK_REMOVED -> spoil(scene, null);
        case MARK_SPOILT -> spoil(scene, "nonsense");
        case MINUTE_PASSES -> scene.now = scene.now.plusSeconds(60);
      }
      assertThat(scene.orders.getSpec().getReplicas() == wanted || isKnown(scene))
          .as("asleep, and nothing says what was before").isTrue();
    }
    scene.service = service;
    if (wantedAtTheEnd) {
      claimUnlessDeleting(scene, "ada");
    } else {
      scene.claim();
    }
    for (var i = 0; i < 30; i++) {
      scene.take(scene.decide(), true);
      scene.settle();
      scene.now = scene.now.plus(DriftPauses.DEFAULT.longest().dividedBy(10));
    }
    if (!scene.swap.getSpec().claims().isEmpty() && scene.swap.getMetadata().getDeletionTimestamp() == null) {
      assertThat(scene.decide().reason()).isEqualTo(ConditionReason.Swapped);
      assertThat(Workload.of(scene.orders).mark()).get().extracting("replicas").isEqualTo(wanted);
    } else {
      assertThat(scene.decide().step()).isInstanceOf(Step.Finish.class);
      assertThat(scene.orders.getSpec().getReplicas()).isEqualTo(wanted);
      assertThat(scene.owner()).isEqualTo(wanted == 3 ? "helm" : "somebody");
      assertThat(scene.orders.getMetadata().getAnnotations()).doesNotContainKey(Annotations.ORIGINAL);
      assertThat(scene.proxy).isNull();
      assertThat(scene.config).isNull();
    }
  }

  /** Somebody spoils the mark, once the operator has copied it to the status. */
  private static void spoil(Scene scene, String value) {
    var status = scene.swap.getStatus();
    if (status != null && status.mark() != null
        && (isSpoilt(scene)
            || status.mark().equals(scene.orders.getMetadata().getAnnotations().get(Annotations.ORIGINAL)))) {
      scene.mark(value);
    }
  }

  private static boolean isSpoilt(Scene scene) {
    var workload = Workload.of(scene.orders);
    return !(workload.mark().orElse(null) instanceof Mark.Readable)
        && (workload.replicas() == 0 || workload.mark().isPresent());
  }

  private static boolean isKnown(Scene scene) {
    return Workload.of(scene.orders).mark().orElse(null) instanceof Mark.Readable
        || scene.swap.getStatus().mark() != null;
  }

  private static void claimUnlessDeleting(Scene scene, String session) {
    if (scene.swap.getMetadata().getDeletionTimestamp() == null) {
      scene.claim(session);
    }
  }
}
