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
 * Any events in any order, crashes between a step and its status included, end with the workload swapped or exactly as
 * it was.
 */
class SwapWalkTest {
  enum Event {
    STEP,
    STEP_THEN_CRASH,
    CONTROLLERS_RUN,
    CLAIMED,
    CLAIM_WITHDRAWN,
    HANDED_OVER,
    PROXY_DELETED,
    SERVICE_DELETED,
    SERVICE_RECREATED,
    STATUS_LOST,
    SCALED_BY_OTHERS,
    MARK_REMOVED,
    MARK_UNREADABLE,
    MINUTE_PASSES
  }

  @Property(tries = 2000)
  void workloadEndsSwappedOrExactlyAsItWas(@ForAll @Size(max = 40) List<Event> events,
      @ForAll boolean claimedAtTheEnd) {
    var scene = new Scene();
    var service = scene.service;
    var replicas = 3;
    for (var event : events) {
      switch (event) {
        case STEP -> scene.executeStep();
        case STEP_THEN_CRASH -> scene.executeStepAndCrash();
        case CONTROLLERS_RUN -> scene.runControllers();
        case CLAIMED -> claimUnlessDeleting(scene, "ada");
        case CLAIM_WITHDRAWN -> scene.claim();
        case HANDED_OVER -> claimUnlessDeleting(scene, "bob");
        case PROXY_DELETED -> {
          scene.proxy = null;
          scene.proxyPods.clear();
        }
        case SERVICE_DELETED -> scene.service = null;
        case SERVICE_RECREATED -> scene.service = service;
        case STATUS_LOST -> {
          if (!isDamaged(scene)) {
            scene.setStatus(null);
          }
        }
        case SCALED_BY_OTHERS -> {
          replicas = 4 + events.size();
          scene.scale(replicas, "kubectl");
        }
        case MARK_REMOVED -> damageMark(scene, null);
        case MARK_UNREADABLE -> damageMark(scene, "nonsense");
        case MINUTE_PASSES -> scene.now = scene.now.plusSeconds(60);
      }
      assertThat(scene.orders.getSpec().getReplicas() == replicas || isKnown(scene))
          .as("the replicas to restore are recorded").isTrue();
    }
    scene.service = service;
    if (claimedAtTheEnd) {
      claimUnlessDeleting(scene, "ada");
    } else {
      scene.claim();
    }
    for (var i = 0; i < 30; i++) {
      scene.executeStep();
      scene.runControllers();
      scene.now = scene.now.plus(DriftPauses.DEFAULT.longest().dividedBy(10));
    }
    if (!scene.swap.getSpec().claims().isEmpty() && scene.swap.getMetadata().getDeletionTimestamp() == null) {
      assertThat(scene.decide().reason()).isEqualTo(ConditionReason.Swapped);
      assertThat(Workload.of(scene.orders).mark()).get().extracting("replicas").isEqualTo(replicas);
    } else {
      assertThat(scene.decide().step()).isInstanceOf(Step.Finish.class);
      assertThat(scene.orders.getSpec().getReplicas()).isEqualTo(replicas);
      assertThat(scene.owner()).isEqualTo(replicas == 3 ? "helm" : "kubectl");
      assertThat(scene.orders.getMetadata().getAnnotations()).doesNotContainKey(Annotations.ORIGINAL);
      assertThat(scene.proxy).isNull();
      assertThat(scene.config).isNull();
    }
  }

  /** Damages the mark, once the operator has copied it to the status. */
  private static void damageMark(Scene scene, String value) {
    var status = scene.swap.getStatus();
    if (status != null && status.mark() != null
        && (isDamaged(scene)
            || status.mark().equals(scene.orders.getMetadata().getAnnotations().get(Annotations.ORIGINAL)))) {
      scene.setMark(value);
    }
  }

  private static boolean isDamaged(Scene scene) {
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
