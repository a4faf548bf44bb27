package dev.devsession.operator.force;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.ConditionReason;
import dev.devsession.api.v1alpha1.ConditionType;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Sharer;
import dev.devsession.hollow.HollowCluster;
import dev.devsession.operator.status.Conditions;
import dev.devsession.restore.ManagedObjects;
import dev.devsession.restore.OfflineRestore;
import dev.devsession.restore.SharedService;
import dev.devsession.restore.WorkloadKind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Sessions share a Service with its original, with Kubernetes' own controllers. */
@ExtendWith(SharedCluster.class)
@Execution(ExecutionMode.CONCURRENT)
class SharingIT {
  private static HollowCluster cluster;

  @BeforeAll
  static void start(HollowCluster shared) {
    cluster = shared;
  }

  @Test
  void sessionsComeAndGoAndTheServiceIsAsBefore() {
    try (var shop = new Shop(cluster, "share")) {
      var service = Shop.comparable(shop.service());
      var pods = originals(shop);

      shop.createSharingSession("ada", "Intercept");
      shop.awaitAt("ada", ConditionReason.Intercepted);
      assertThat(shop.service().getSpec().getSelector()).isEqualTo(Map.of(Labels.SWAP, "orders"));
      var twin = shop.client.services().inNamespace(shop.namespace).withName("devsession-original-orders").get();
      assertThat(shop.routes()).startsWith(
          "8080=original " + twin.getSpec().getClusterIP() + ":80", "8080.ada=192.0.2.1:3000 matching");

      shop.createSharingSession("ben", "Mirror");
      shop.awaitAt("ben", ConditionReason.Mirrored);
      shop.awaitAt("ada", ConditionReason.Intercepted);
      assertThat(shop.swap().get().getStatus().sharers()).extracting(Sharer::session).containsExactly("ada", "ben");

      shop.session("ada").delete();
      shop.eventually("ada is gone", () -> assertThat(shop.session("ada").get()).isNull());
      assertThat(shop.routes()).noneMatch(line -> line.contains("ada")).contains("8080.ben=192.0.2.1:3000 mirror");

      shop.session("ben").delete();
      shop.awaitAsBefore();
      assertThat(Shop.comparable(shop.service())).isEqualTo(service);
      assertThat(originals(shop)).isEqualTo(pods);
    }
  }

  @Test
  void proxiesMountTheKeyOfTheOlderSession() {
    try (var shop = new Shop(cluster, "share-tls")) {
      shop.createSharingSession("ada", "Intercept, tls: {secretName: orders-tls}");
      shop.awaitAt("ada", ConditionReason.Intercepted);
      assertThat(shop.routes().getFirst()).endsWith(":80 tls /etc/devsession-tls/orders-tls");
      assertThat(shop.client.pods().inNamespace(shop.namespace).withLabel(Labels.SWAP, "orders").list().getItems())
          .isNotEmpty().allSatisfy(pod -> assertThat(pod.getSpec().getVolumes())
              .anyMatch(v -> v.getSecret() != null && v.getSecret().getSecretName().equals("orders-tls")));

      shop.createSharingSession("ben", "Intercept, tls: {secretName: other-tls}");
      shop.awaitAt("ben", ConditionReason.TlsSecretDiffers);
      shop.session("ada").delete();
      shop.awaitAt("ben", ConditionReason.Intercepted);
      assertThat(shop.routes().getFirst()).endsWith(":80 tls /etc/devsession-tls/other-tls");

      shop.session("ben").delete();
      shop.awaitAsBefore();
    }
  }

  @Test
  void portThatSpeaksTlsIsRefusedWithoutAKey() {
    try (var shop = new Shop(cluster, "share-https")) {
      shop.client.services().inNamespace(shop.namespace).withName("orders").edit(s -> {
        s.getSpec().getPorts().getFirst().setAppProtocol("https");
        return s;
      });
      shop.createSharingSession("ada", "Intercept");

      shop.awaitAt("ada", ConditionReason.TlsRequired);
      shop.session("ada").delete();
    }
  }

  @Test
  void replaceAndInterceptWaitForEachOther() {
    try (var shop = new Shop(cluster, "share-queue")) {
      var service = Shop.comparable(shop.service());
      shop.createSharingSession("ada", "Intercept");
      shop.awaitAt("ada", ConditionReason.Intercepted);
      shop.createSession("ben");
      shop.awaitAt("ben", ConditionReason.Queued);
      shop.session("ada").delete();
      shop.awaitAt("ben", ConditionReason.Swapped);
      assertThat(Shop.comparable(shop.service())).isEqualTo(service);

      shop.createSharingSession("cyd", "Intercept");
      shop.awaitAt("cyd", ConditionReason.Queued);
      shop.session("ben").delete();
      shop.awaitAt("cyd", ConditionReason.Intercepted);
      assertThat(shop.comparable()).isEqualTo(shop.before);
      shop.session("cyd").delete();

      shop.awaitAsBefore();
      assertThat(Shop.comparable(shop.service())).isEqualTo(service);
    }
  }

  @Test
  void selectorThatAToolResetsIsItsOwnAgainAtTheEnd() {
    try (var shop = new Shop(cluster, "share-drift")) {
      shop.createSharingSession("ada", "Intercept");
      shop.awaitAt("ada", ConditionReason.Intercepted);

      shop.client.services().inNamespace(shop.namespace).withName("orders").patch(new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE).withFieldManager("kubectl-client-side-apply").build(),
          "{\"spec\":{\"selector\":{\"app\":\"orders\"}}}");
      shop.eventually("switched again", () -> {
        assertThat(new SharedService(shop.service()).isSwitched()).isTrue();
        assertThat(shop.swap().get().getStatus().resets().count()).isEqualTo(1);
        assertThat(shop.swap().get().getStatus().resets().manager()).isEqualTo("kubectl-client-side-apply");
      });
      shop.awaitAt("ada", ConditionReason.Intercepted);
      shop.session("ada").delete();

      shop.awaitNothingLeft();
      assertThat(shop.service().getSpec().getSelector()).isEqualTo(Map.of("app", "orders"));
      assertThat(shop.service().getMetadata().getManagedFields()).extracting(f -> f.getManager())
          .contains("kubectl-client-side-apply").doesNotContain("devsession-swap");
    }
  }

  @Test
  void offlineRestoreNeedsNoOperator() {
    try (var shop = new Shop(cluster, "share-offline")) {
      var service = Shop.comparable(shop.service());
      shop.createSharingSession("ada", "Intercept");
      shop.awaitAt("ada", ConditionReason.Intercepted);

      shop.stopOperator();
      var report = new RecordedReport();
      new OfflineRestore(shop.client, Shop.PATIENCE, report)
          .run(ManagedObjects.find(shop.client, Set.of(shop.namespace), WorkloadKind.BUILT_IN, report));

      assertThat(report.lines).containsExactly("orders, problem: null");
      assertThat(Shop.comparable(shop.service())).isEqualTo(service);
      shop.awaitNothingLeft();
    }
  }

  @Test
  void serviceWhoseSwapWasForcedAwayIsRestored() {
    try (var shop = new Shop(cluster, "share-forced")) {
      var service = Shop.comparable(shop.service());
      shop.createSharingSession("ada", "Intercept");
      shop.awaitAt("ada", ConditionReason.Intercepted);

      shop.stopOperator();
      shop.strip(shop.session("ada"));
      shop.strip(shop.swap());
      shop.startOperator();

      shop.eventually("restored", () -> assertThat(Shop.comparable(shop.service())).isEqualTo(service));
      shop.awaitNothingLeft();
    }
  }

  /** A crash, or an upgrade: while nothing changes, an operator that starts writes nothing. */
  @Test
  void operatorThatStartsAgainWritesNothing() {
    try (var shop = new Shop(cluster, "share-quiet")) {
      shop.createSharingSession("ada", "Intercept");
      shop.awaitAt("ada", ConditionReason.Intercepted);
      shop.eventually("idle", () -> assertThat(Conditions.find(shop.swap().get().getStatus().conditions(),
          ConditionType.Swapped).orElseThrow().holds()).isTrue());
      shop.stopOperator();
      var before = versions(shop);

      var operator = shop.startOperator();
      shop.eventually("ready", () -> assertThat(operator.isReady()).isTrue());
      shop.createSession("ben");
      shop.awaitAt("ben", ConditionReason.Queued);

      assertThat(versions(shop)).isEqualTo(before);
    }
  }

  private static Map<String, String> versions(Shop shop) {
    return shop.client.services().inNamespace(shop.namespace).list().getItems().stream()
        .collect(Collectors.toMap(s -> s.getMetadata().getName(), (Service s) -> s.getMetadata().getResourceVersion()));
  }

  private static Set<String> originals(Shop shop) {
    return shop.client.pods().inNamespace(shop.namespace).withLabel("app", "orders").list().getItems().stream()
        .map((Pod p) -> p.getMetadata().getUid()).collect(Collectors.toSet());
  }
}
