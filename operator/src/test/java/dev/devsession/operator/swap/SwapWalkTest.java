package dev.devsession.operator.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Names;
import dev.devsession.api.v1alpha1.Reason;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever happens in whatever order, crashes between a step and its status included, it ends swapped or exactly as before. */
class SwapWalkTest {
  enum Happening {
    STEP, STEP_THEN_CRASH, CONTROLLERS, CLAIM, WITHDRAW, HAND_OVER, PROXY_LOST, SERVICE_GONE, SERVICE_BACK, STATUS_LOST
  }

  @Property(tries = 2000)
  void endsSwappedOrAsBefore(@ForAll @Size(max = 40) List<Happening> happenings, @ForAll boolean wantedAtTheEnd) {
    var scene = new Scene();
    var service = scene.service;
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
        case STATUS_LOST -> scene.setStatus(null);
      }
      assertThat(scene.orders.getSpec().getReplicas() == 3
          || scene.orders.getMetadata().getAnnotations().containsKey(Names.ORIGINAL_ANNOTATION))
          .as("asleep without a mark").isTrue();
    }
    scene.service = service;
    if (wantedAtTheEnd) {
      claimUnlessDeleting(scene, "ada");
    } else {
      scene.claim();
    }
    for (var i = 0; i < 20; i++) {
      scene.take(scene.decide(), true);
      scene.settle();
    }
    if (!scene.swap.getSpec().claims().isEmpty() && scene.swap.getMetadata().getDeletionTimestamp() == null) {
      assertThat(scene.decide().reason()).isEqualTo(Reason.Swapped);
    } else {
      assertThat(scene.decide().step()).isInstanceOf(Step.Finish.class);
      assertThat(scene.orders.getSpec().getReplicas()).isEqualTo(3);
      assertThat(scene.orders.getMetadata().getAnnotations()).doesNotContainKey(Names.ORIGINAL_ANNOTATION);
      assertThat(scene.proxy).isNull();
      assertThat(scene.config).isNull();
    }
  }

  private static void claimUnlessDeleting(Scene scene, String session) {
    if (scene.swap.getMetadata().getDeletionTimestamp() == null) {
      scene.claim(session);
    }
  }
}
