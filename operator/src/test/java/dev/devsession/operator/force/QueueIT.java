package dev.devsession.operator.force;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.hollow.HollowCluster;
import dev.devsession.restore.Mark;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Several sessions claim one Service. */
@ExtendWith(SharedCluster.class)
@Execution(ExecutionMode.CONCURRENT)
class QueueIT {
  private static final int STEPS = 40;
  private static HollowCluster cluster;

  @BeforeAll
  static void start(HollowCluster shared) {
    cluster = shared;
  }

  /** Records each state of the workload from now on. */
  private record Seen(List<Workload> states, Watch watch) implements AutoCloseable {
    static Seen of(Shop shop) {
      var states = new CopyOnWriteArrayList<Workload>();
      return new Seen(states, shop.client.apps().deployments().inNamespace(shop.namespace).withName("orders")
          .watch(new Watcher<Deployment>() {
            @Override
            public void eventReceived(Action action, Deployment orders) {
              states.add(Workload.of(orders));
            }

            @Override
            public void onClose(WatcherException cause) {}
          }));
    }

    @Override
    public void close() {
      watch.close();
    }
  }

  @Test
  void nextSessionInTheQueueTakesOverWithoutARestore() {
    try (var shop = new Shop(cluster, "queue")) {
      shop.createSwappedSession();

      shop.createSession("bob");
      shop.createSession("cleo");

      shop.awaitAt("bob", ConditionReason.Queued);
      shop.awaitAt("cleo", ConditionReason.Queued);

      var held = "orders is held by session ada since " + shop.swap().get().getStatus().since() + ", until "
          + shop.session("ada").get().getStatus().expiresAt() + " at the latest; ";

      shop.eventually("both report their place", () -> {
        assertQueued(shop, "bob", held + "bob is next.");
        assertQueued(shop, "cleo", held + "cleo is number 2 in the queue.");
        assertThat(shop.swap().get().getStatus().queued()).isEqualTo("bob,cleo");
      });

      try (var seen = Seen.of(shop)) {
        shop.session("ada").delete();
        shop.awaitAt("bob", ConditionReason.Swapped);
        shop.session("cleo").delete();
        shop.eventually("ada and cleo are gone", () -> {
          assertThat(shop.session("ada").get()).isNull();
          assertThat(shop.session("cleo").get()).isNull();
        });
        assertThat(seen.states()).isNotEmpty().allSatisfy(w -> assertThat(w.replicas()).isZero());
      }

      assertThat(shop.session("bob").get().getStatus().services()).singleElement()
          .satisfies(s -> assertThat(s.originalReplicas()).isEqualTo(3));

      shop.session("bob").delete();

      shop.awaitAsBefore();
    }
  }

  private static void assertQueued(Shop shop, String session, String message) {
    assertThat(shop.session(session).get().getStatus().services()).singleElement().satisfies(s -> {
      assertThat(s.state()).isEqualTo(ConditionReason.Queued.name());
      assertThat(s.holder()).isEqualTo("ada");
      assertThat(s.message()).isEqualTo(message);
    });
  }

  /**
   * Sessions are created and deleted in any order, during each other's swaps and restores, at times with no operator.
   */
  @Test
  void originalReplicasSurviveSessionsInAnyOrder() {
    var seed = Long.getLong("devsession.seed", System.nanoTime());
    var random = new Random(seed);
    try (var shop = new Shop(cluster, "walk"); var seen = Seen.of(shop)) {
      var operatorRuns = true;
      for (var i = 0; i < STEPS; i++) {
        var session = List.of("ada", "bob", "cleo").get(random.nextInt(3));
        var present = shop.session(session).get();
        if (present == null) {
          shop.createSession(session);
        } else if (present.getMetadata().getDeletionTimestamp() == null) {
          shop.session(session).delete();
        }
        if (random.nextInt(10) == 0) {
          shop.stopOperator();
          operatorRuns = false;
        } else if (!operatorRuns && random.nextInt(3) == 0) {
          shop.startOperator();
          operatorRuns = true;
        }
        if (operatorRuns && random.nextInt(3) == 0) { // let the operator make progress
          var version = shop.orders().getMetadata().getResourceVersion();
          shop.eventually("the workload changes or the operator is idle", () -> assertThat(isIdle(shop)
              || !shop.orders().getMetadata().getResourceVersion().equals(version)).isTrue());
        }
      }
      if (!operatorRuns) {
        shop.startOperator();
      }
      List.of("ada", "bob", "cleo").forEach(s -> shop.session(s).delete());

      shop.awaitAsBefore();
      assertThat(seen.states()).as("seed %d", seed).isNotEmpty().allSatisfy(w -> {
        assertThat(w.replicas()).isIn(0, 3);
        w.mark().ifPresent(m -> assertThat(m).isInstanceOfSatisfying(Mark.Readable.class,
            r -> assertThat(r.replicas()).isEqualTo(3)));
      });
    }
  }

  /** Whether the operator has nothing left to do. */
  private static boolean isIdle(Shop shop) {
    var sessions = shop.client.resources(DevSession.class).inNamespace(shop.namespace)
        .list().getItems();
    return sessions.stream().allMatch(s -> s.getMetadata().getDeletionTimestamp() == null && s.getStatus() != null
        && s.getStatus().conditions().stream().anyMatch(c -> c.is(ConditionType.Ready)
            && List.of(ConditionReason.Swapped.name(), ConditionReason.Queued.name()).contains(c.reason())));
  }
}
