package dev.devsession.operator.orphan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.Annotations;
import dev.devsession.api.v1alpha1.Claim;
import dev.devsession.api.v1alpha1.DevSession;
import dev.devsession.api.v1alpha1.FieldManagers;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.api.v1alpha1.Swap;
import dev.devsession.api.v1alpha1.SwapMode;
import dev.devsession.api.v1alpha1.SwapSpec;
import dev.devsession.api.v1alpha1.SwapStatusBuilder;
import dev.devsession.api.v1alpha1.Transport;
import dev.devsession.api.v1alpha1.TransportType;
import dev.devsession.api.v1alpha1.WorkloadRef;
import dev.devsession.restore.Mark;
import dev.devsession.restore.Workload;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Finds the objects that no session accounts for. */
class OrphanPlanTest {
  private static final Mark.Readable MARK = new Mark.Readable(3, "orders", "2026-01-01T00:00:00Z", List.of());

  private final List<Workload> workloads = new ArrayList<>();
  private final List<Swap> swaps = new ArrayList<>();
  private final List<DevSession> sessions = new ArrayList<>();
  private final List<HasMetadata> proxies = new ArrayList<>();
  private final List<Service> nodePortServices = new ArrayList<>();

  @Test
  void unswappedWorkloadsAreNoOrphans() {
    workloads.add(workload("orders", 3, null, "helm"));
    workloads.add(workload("idle", 0, null, "helm"));

    assertThat(orphans()).isEmpty();
  }

  @Test
  void objectsOfASwapWithItsSessionAreNoOrphans() {
    workloads.add(scaledDown("orders", MARK.toJson()));
    swaps.add(swap("orders", MARK.toJson(), "ada"));
    sessions.add(session("ada"));
    proxies.add(proxy("orders"));
    nodePortServices.add(nodePortService());

    assertThat(orphans()).isEmpty();
  }

  @Test
  void markedWorkloadWithoutItsSwapIsRestored() {
    var orders = scaledDown("orders", MARK.toJson());
    workloads.add(orders);
    swaps.add(swap("stock", null, "ada"));
    sessions.add(session("ada"));

    assertThat(orphans()).containsExactly(new Orphan.ScaledDown(orders, MARK));
  }

  /** The operator was killed between the two writes of a restore: the replicas are set, the mark still exists. */
  @Test
  void halfRestoredWorkloadIsRestored() {
    var orders = workload("orders", 3, MARK.toJson(), FieldManagers.SWAP);
    workloads.add(orders);

    assertThat(orphans()).containsExactly(new Orphan.ScaledDown(orders, MARK));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "nonsense")
  void damagedMarkIsLeftToTheSwapThatHasACopy(String damaged) {
    workloads.add(scaledDown("orders", damaged));
    swaps.add(swap("orders", MARK.toJson(), "ada"));
    sessions.add(session("ada"));

    assertThat(orphans()).isEmpty();
  }

  @Test
  void damagedMarkWithoutACopyIsReported() {
    var unreadable = scaledDown("orders", "nonsense");
    var removed = scaledDown("stock", null);
    workloads.addAll(List.of(unreadable, removed));
    swaps.add(swap("orders", "nonsense too", "ada"));
    sessions.add(session("ada"));

    assertThat(orphans()).containsExactly(
        new Orphan.Unreadable(unreadable, "its annotation devsession.dev/original can't be read: nonsense"),
        new Orphan.Unreadable(removed, "its annotation devsession.dev/original is gone"));
  }

  @Test
  void claimWithoutItsSessionIsWithdrawn() {
    var orders = swap("orders", null, "ada", "bob", "cleo");
    swaps.add(orders);
    sessions.add(session("bob"));

    assertThat(orphans()).containsExactly(new Orphan.Claimed(orders, "ada"), new Orphan.Claimed(orders, "cleo"));
  }

  @Test
  void claimOnASwapThatIsBeingDeletedIsNotWithdrawn() {
    var orders = swap("orders", null, "ada");
    orders.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
    swaps.add(orders);

    assertThat(orphans()).isEmpty();
  }

  @Test
  void proxyStaysUntilItsWorkloadIsRestored() {
    var orders = scaledDown("orders", MARK.toJson());
    workloads.add(orders);
    proxies.add(proxy("orders"));

    assertThat(orphans()).containsExactly(new Orphan.ScaledDown(orders, MARK));
  }

  @Test
  void proxyWithoutASwapOfARestoredWorkloadIsDeleted() {
    var proxy = proxy("orders");
    workloads.add(workload("orders", 3, null, "helm"));
    proxies.add(proxy);

    assertThat(orphans()).containsExactly(new Orphan.Forgotten(proxy));
  }

  @Test
  void proxyWithoutASwapIsDeletedWhileAnotherServiceIsSwapped() {
    var proxy = proxy("orders");
    workloads.add(scaledDown("stock", new Mark.Readable(1, "stock", null, List.of()).toJson()));
    swaps.add(swap("stock", null, "ada"));
    sessions.add(session("ada"));
    proxies.addAll(List.of(proxy, proxy("stock")));

    assertThat(orphans()).containsExactly(new Orphan.Forgotten(proxy));
  }

  @Test
  void nodePortServiceWithoutAnySessionIsDeleted() {
    var service = nodePortService();
    nodePortServices.add(service);

    assertThat(orphans()).containsExactly(new Orphan.Forgotten(service));
  }

  @Test
  void nodePortServiceThatIsBeingDeletedIsNotDeletedAgain() {
    var service = nodePortService();
    service.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
    nodePortServices.add(service);

    assertThat(orphans()).isEmpty();
  }

  private List<Orphan> orphans() {
    return OrphanPlan.find(workloads, List.of(), swaps, sessions, proxies, nodePortServices);
  }

  private static Workload scaledDown(String name, String mark) {
    return workload(name, 0, mark, FieldManagers.SWAP);
  }

  private static Workload workload(String name, int replicas, String mark, String owner) {
    var fields = new FieldsV1();
    fields.setAdditionalProperties(Map.of("f:spec", Map.of("f:replicas", Map.of())));
    var metadata = new ObjectMetaBuilder().withNamespace("shop").withName(name)
        .withAnnotations(mark == null ? Map.of() : Map.of(Annotations.ORIGINAL, mark))
        .withManagedFields(new ManagedFieldsEntryBuilder().withManager(owner).withFieldsV1(fields).build()).build();
    return new Workload(ref(name), metadata, replicas, replicas, Map.of(), List.of());
  }

  private static WorkloadRef ref(String name) {
    return new WorkloadRef("apps/v1", "Deployment", name);
  }

  private static Swap swap(String name, String mark, String... sessions) {
    var swap = new Swap();
    swap.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName(name).build());
    swap.setSpec(new SwapSpec(Arrays.stream(sessions).map(s -> new Claim(s, SwapMode.Replace, null, List.of(),
        new Transport(TransportType.Direct, "192.0.2.1"))).toList()));
    swap.setStatus(new SwapStatusBuilder().withObservedGeneration(1L).withWorkload(ref(name)).withMark(mark).build());
    return swap;
  }

  private static DevSession session(String name) {
    var session = new DevSession();
    session.setMetadata(new ObjectMetaBuilder().withNamespace("shop").withName(name).build());
    return session;
  }

  private static ConfigMap proxy(String swap) {
    return new ConfigMapBuilder().withNewMetadata().withNamespace("shop").withName("devsession-" + swap)
        .addToLabels(Labels.SWAP, swap).endMetadata().build();
  }

  private static Service nodePortService() {
    return new ServiceBuilder().withNewMetadata().withNamespace("shop").withName("orders-ports")
        .addToLabels(Labels.NODE_PORT_SERVICE_OF, "orders").endMetadata().build();
  }
}
