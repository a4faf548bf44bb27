package dev.devsession.operator.force;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.hollow.HollowCluster;
import dev.devsession.restore.ManagedObjects;
import dev.devsession.restore.OfflineRestore;
import dev.devsession.restore.RestoreReport;
import dev.devsession.restore.RestoreResult;
import dev.devsession.restore.WorkloadKind;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A user goes at the objects of a session by force: the workload ends as it was, or keeps sleeping with its mark. */
@ExtendWith(SharedCluster.class)
@Execution(ExecutionMode.CONCURRENT)
class ForceIT {
  private static HollowCluster cluster;

  @BeforeAll
  static void start(HollowCluster shared) {
    cluster = shared;
  }

  private static Shop shop(TestInfo test) {
    return new Shop(cluster, test.getTestMethod().orElseThrow().getName().toLowerCase());
  }

  @Test
  void sessionStrippedOfItsFinalizer(TestInfo test) {
    try (var shop = shop(test)) {
      shop.swapped();
      shop.strip(shop.session("ada"));
      shop.awaitAsBefore();
    }
  }

  @Test
  void sessionStrippedWhileNobodyLooks(TestInfo test) {
    try (var shop = shop(test)) {
      shop.swapped();
      shop.stopOperator();
      shop.strip(shop.session("ada"));
      shop.startOperator();
      shop.awaitAsBefore();
    }
  }

  @Test
  void swapStrippedWithItsSessionThere(TestInfo test) {
    try (var shop = shop(test)) {
      shop.swapped();
      var uid = shop.swap().get().getMetadata().getUid();
      shop.strip(shop.swap());
      shop.eventually("another Swap is there", () -> assertThat(shop.swap().get()).isNotNull()
          .satisfies(s -> assertThat(s.getMetadata().getUid()).isNotEqualTo(uid)));
      shop.awaitAt("ada", ConditionReason.Swapped);
      shop.session("ada").delete();
      shop.awaitAsBefore();
    }
  }

  @Test
  void swapAndSessionStrippedTogether(TestInfo test) {
    try (var shop = shop(test)) {
      shop.swapped();
      shop.stopOperator();
      shop.strip(shop.session("ada"));
      shop.strip(shop.swap());
      shop.startOperator();
      shop.awaitAsBefore();
      shop.eventually("an Event says so", () -> assertThat(shop.events("Restored")).singleElement()
          .satisfies(e -> assertThat(e.getMessage()).contains("Swap orders is gone", "restored it from its mark")));
    }
  }

  @Test
  void swapAndSessionStrippedBeforeTheOperatorsEyes(TestInfo test) {
    try (var shop = shop(test)) {
      shop.swapped();
      shop.strip(shop.session("ada"));
      shop.strip(shop.swap());
      shop.awaitAsBefore();
    }
  }

  @Test
  void proxyDeleted(TestInfo test) {
    try (var shop = shop(test)) {
      shop.swapped();
      var deployments = shop.client.apps().deployments().inNamespace(shop.namespace);
      var configs = shop.client.configMaps().inNamespace(shop.namespace);
      deployments.withName("devsession-orders").delete();
      configs.withName("devsession-orders").delete();
      shop.eventually("the proxy is there again", () -> {
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
  void markSpoiltAndRemoved(TestInfo test) {
    try (var shop = shop(test)) {
      shop.swapped();
      var mark = shop.mark();
      shop.spoil("nonsense");
      shop.eventually("the mark is written again", () -> assertThat(shop.mark()).isEqualTo(mark));
      shop.spoil(null);
      shop.eventually("the mark is written again", () -> assertThat(shop.mark()).isEqualTo(mark));
      shop.awaitAt("ada", ConditionReason.Swapped);
      shop.session("ada").delete();
      shop.awaitAsBefore();
    }
  }

  @Test
  void markSpoiltWhileNobodyLooks(TestInfo test) {
    markSpoiltWhileNobodyLooks(test, "null");
  }

  @Test
  void markRemovedWhileNobodyLooks(TestInfo test) {
    markSpoiltWhileNobodyLooks(test, null);
  }

  private static void markSpoiltWhileNobodyLooks(TestInfo test, String mark) {
    try (var shop = shop(test)) {
      shop.swapped();
      shop.stopOperator();
      shop.spoil(mark);
      shop.session("ada").delete();
      shop.startOperator();
      shop.awaitAsBefore();
    }
  }

  @Test
  void markThatNothingRemembers(TestInfo test) {
    try (var shop = shop(test)) {
      shop.swapped();
      shop.stopOperator();
      shop.spoil("three");
      shop.strip(shop.session("ada"));
      shop.strip(shop.swap());
      var spoilt = shop.comparable();
      shop.startOperator();
      shop.eventually("people are told", () -> assertThat(shop.events("MarkUnreadable")).isNotEmpty()
          .allSatisfy(e -> assertThat(e.getMessage()).contains("can't be read: three", "Set its replicas by hand")));
      shop.awaitNothingLeft();
      await().during(Duration.ofSeconds(5)).atMost(Shop.PATIENCE).until(() -> shop.comparable().equals(spoilt));
      assertThat(shop.events("MarkUnreadable")).hasSize(1);
    }
  }

  /** As people do who know what they want: whatever they set is what the workload has afterwards. */
  @Test
  void markThatNothingRemembersIsSettledByHand(TestInfo test) {
    try (var shop = shop(test)) {
      shop.swapped();
      shop.stopOperator();
      shop.strip(shop.session("ada"));
      shop.strip(shop.swap());
      shop.spoil(null);
      shop.startOperator();
      shop.eventually("people are told", () -> assertThat(shop.events("MarkUnreadable")).isNotEmpty());
      shop.client.apps().deployments().inNamespace(shop.namespace).withName("orders")
          .edit(d -> new DeploymentBuilder(d).editSpec().withReplicas(2).endSpec().build());
      shop.begin("bob");
      shop.awaitAt("bob", ConditionReason.Swapped);
      shop.session("bob").delete();
      shop.eventually("as set by hand", () -> {
        assertThat(shop.orders().getSpec().getReplicas()).isEqualTo(2);
        assertThat(shop.mark()).isNull();
      });
    }
  }

  @Test
  void restoredFromMarksWithTheOperatorGoneForGood(TestInfo test) {
    try (var shop = shop(test)) {
      shop.swapped();
      shop.stopOperator();
      var told = new Told();
      new OfflineRestore(shop.client, Shop.PATIENCE, told)
          .run(ManagedObjects.find(shop.client, Set.of(shop.namespace), WorkloadKind.BUILT_IN, told));
      assertThat(told.lines).containsExactly(shop.namespace + "/Deployment/orders to 3, problem: null");
      assertThat(shop.comparable()).isEqualTo(shop.before);
      assertThat(shop.orders().getStatus().getAvailableReplicas()).as("available when the proxy goes").isEqualTo(3);
      shop.awaitNothingLeft();
    }
  }

  private static final class Told implements RestoreReport {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void restored(RestoreResult restored) {
      lines.add(restored.place() + " to " + restored.replicas() + ", problem: " + restored.problem());
    }

    @Override
    public void refused(String what, KubernetesClientException why) {
      lines.add(what + ": " + why.getMessage());
    }
  }
}
