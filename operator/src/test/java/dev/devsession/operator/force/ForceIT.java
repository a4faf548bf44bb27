package dev.devsession.operator.force;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.hollow.HollowCluster;
import dev.devsession.restore.ManagedObjects;
import dev.devsession.restore.OfflineRestore;
import dev.devsession.restore.WorkloadKind;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A user removes or damages objects of a session by force: the workload is restored, or stays scaled to zero. */
@ExtendWith(SharedCluster.class)
@Execution(ExecutionMode.CONCURRENT)
class ForceIT {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static HollowCluster cluster;

  @BeforeAll
  static void start(HollowCluster shared) {
    cluster = shared;
  }

  /** A shop in a namespace of its own. */
  private static Shop newShop() {
    return new Shop(cluster, "force-" + COUNT.incrementAndGet());
  }

  @Test
  void sessionStrippedOfItsFinalizerIsRestored() {
    try (var shop = newShop()) {
      shop.createSwappedSession();

      shop.strip(shop.session("ada"));

      shop.awaitAsBefore();
    }
  }

  @Test
  void sessionStrippedWithoutAnOperatorIsRestoredByTheNextOne() {
    try (var shop = newShop()) {
      shop.createSwappedSession();

      shop.stopOperator();
      shop.strip(shop.session("ada"));
      shop.startOperator();

      shop.awaitAsBefore();
    }
  }

  @Test
  void strippedSwapIsRecreatedWhileItsSessionExists() {
    try (var shop = newShop()) {
      shop.createSwappedSession();

      var uid = shop.swap().get().getMetadata().getUid();
      shop.strip(shop.swap());

      shop.eventually("another Swap exists", () -> assertThat(shop.swap().get()).isNotNull()
          .satisfies(s -> assertThat(s.getMetadata().getUid()).isNotEqualTo(uid)));
      shop.awaitAt("ada", ConditionReason.Swapped);

      shop.session("ada").delete();

      shop.awaitAsBefore();
    }
  }

  @Test
  void workloadIsRestoredFromItsMarkIfSwapAndSessionWereStrippedWithoutAnOperator() {
    try (var shop = newShop()) {
      shop.createSwappedSession();

      shop.stopOperator();
      shop.strip(shop.session("ada"));
      shop.strip(shop.swap());
      shop.startOperator();

      shop.awaitAsBefore();
      shop.eventually("an Event reports the restore", () -> assertThat(shop.events("Restored")).singleElement()
          .satisfies(e -> assertThat(e.getMessage()).contains("Swap orders is gone", "restored it from its mark")));
    }
  }

  @Test
  void workloadIsRestoredIfSwapAndSessionAreStrippedWithARunningOperator() {
    try (var shop = newShop()) {
      shop.createSwappedSession();

      shop.strip(shop.session("ada"));
      shop.strip(shop.swap());

      shop.awaitAsBefore();
    }
  }

  @Test
  void deletedProxyIsRecreated() {
    try (var shop = newShop()) {
      shop.createSwappedSession();

      var deployments = shop.client.apps().deployments().inNamespace(shop.namespace);
      var configs = shop.client.configMaps().inNamespace(shop.namespace);
      deployments.withName("devsession-orders").delete();
      configs.withName("devsession-orders").delete();

      shop.eventually("the proxy exists again", () -> {
        assertThat(configs.withName("devsession-orders").get()).isNotNull();
        assertThat(deployments.withName("devsession-orders").get()).isNotNull()
            .satisfies(d -> assertThat(d.getStatus().getReadyReplicas()).isEqualTo(1));
      });
      shop.awaitAt("ada", ConditionReason.Swapped);

      shop.session("ada").delete();

      shop.awaitAsBefore();
    }
  }

  @Test
  void damagedOrRemovedMarkIsRewritten() {
    try (var shop = newShop()) {
      shop.createSwappedSession();

      var mark = shop.mark();
      shop.setMark("nonsense");

      shop.eventually("the mark is rewritten", () -> assertThat(shop.mark()).isEqualTo(mark));

      shop.setMark(null);

      shop.eventually("the mark is rewritten", () -> assertThat(shop.mark()).isEqualTo(mark));
      shop.awaitAt("ada", ConditionReason.Swapped);

      shop.session("ada").delete();

      shop.awaitAsBefore();
    }
  }

  @Test
  void markDamagedWithoutAnOperatorIsRestoredFromTheSwap() {
    assertRestoredWithMark("null");
  }

  @Test
  void markRemovedWithoutAnOperatorIsRestoredFromTheSwap() {
    assertRestoredWithMark(null);
  }

  private static void assertRestoredWithMark(String mark) {
    try (var shop = newShop()) {
      shop.createSwappedSession();

      shop.stopOperator();
      shop.setMark(mark);
      shop.session("ada").delete();
      shop.startOperator();

      shop.awaitAsBefore();
    }
  }

  @Test
  void unreadableMarkWithoutACopyIsReportedOnceAndTheWorkloadLeftAlone() {
    try (var shop = newShop()) {
      shop.createSwappedSession();

      shop.stopOperator();
      shop.setMark("three");
      shop.strip(shop.session("ada"));
      shop.strip(shop.swap());
      var scaledToZero = shop.comparable();
      shop.startOperator();

      shop.eventually("an Event reports the mark", () -> assertThat(shop.events("MarkUnreadable")).isNotEmpty()
          .allSatisfy(e -> assertThat(e.getMessage()).contains("can't be read: three", "Set its replicas by hand")));
      shop.awaitNothingLeft();
      await().during(Duration.ofSeconds(5)).atMost(Shop.PATIENCE).until(() -> shop.comparable().equals(scaledToZero));
      assertThat(shop.events("MarkUnreadable")).hasSize(1);
    }
  }

  @Test
  void replicasSetByHandAfterALostMarkAreKeptAndCanBeSwapped() {
    try (var shop = newShop()) {
      shop.createSwappedSession();

      shop.stopOperator();
      shop.strip(shop.session("ada"));
      shop.strip(shop.swap());
      shop.setMark(null);
      shop.startOperator();

      shop.eventually("an Event reports the mark", () -> assertThat(shop.events("MarkUnreadable")).isNotEmpty());

      shop.client.apps().deployments().inNamespace(shop.namespace).withName("orders")
          .edit(d -> new DeploymentBuilder(d).editSpec().withReplicas(2).endSpec().build());
      shop.createSession("bob");

      shop.awaitAt("bob", ConditionReason.Swapped);

      shop.session("bob").delete();

      shop.eventually("the workload is as set by hand", () -> {
        assertThat(shop.orders().getSpec().getReplicas()).isEqualTo(2);
        assertThat(shop.mark()).isNull();
      });
    }
  }

  @Test
  void offlineRestoreNeedsNoOperator() {
    try (var shop = newShop()) {
      shop.createSwappedSession();

      shop.stopOperator();
      var report = new RecordedReport();
      new OfflineRestore(shop.client, Shop.PATIENCE, report)
          .run(ManagedObjects.find(shop.client, Set.of(shop.namespace), WorkloadKind.BUILT_IN, report));

      assertThat(report.lines).containsExactly(shop.namespace + "/Deployment/orders to 3, problem: null");
      assertThat(shop.comparable()).isEqualTo(shop.before);
      assertThat(shop.orders().getStatus().getAvailableReplicas()).as("available before the proxy is removed")
          .isEqualTo(3);

      shop.awaitNothingLeft();
    }
  }
}
