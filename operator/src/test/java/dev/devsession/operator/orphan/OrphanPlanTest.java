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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrphanPlanTest {
  private static final Mark.Readable MARK = new Mark.Readable(3, "orders", "2026-01-01T00:00:00Z", List.of());

  @Test
  void anOrdinaryNamespaceHasNone() {
    assertThat(find(List.of(workload("orders", 3, null, "helm"), workload("idle", 0, null, "helm")), List.of(),
        List.of(), List.of(), List.of())).isEmpty();
  }

  @Test
  void aSwapInForceHasNone() {
    assertThat(find(List.of(workload("orders", 0, MARK.toJson(), FieldManagers.SWAP)),
        List.of(swap("orders", MARK.toJson(), "ada")), List.of(session("ada")), List.of(proxy("orders")),
        List.of(companion()))).isEmpty();
  }

  @Test
  void aMarkWhoseSwapIsGoneLeadsBack() {
    var orders = workload("orders", 0, MARK.toJson(), FieldManagers.SWAP);
    assertThat(find(List.of(orders), List.of(swap("stock", null, "ada")), List.of(session("ada")), List.of(),
        List.of())).containsExactly(new Orphan.ScaledDown(orders, MARK));
  }

  /** Killed between the two writes of a waking: the replicas are back, the mark is still there. */
  @Test
  void aMarkOnAWorkloadThatIsHalfAwakeLeadsBack() {
    var orders = workload("orders", 3, MARK.toJson(), FieldManagers.SWAP);
    assertThat(find(List.of(orders), List.of(), List.of(), List.of(), List.of()))
        .containsExactly(new Orphan.ScaledDown(orders, MARK));
  }

  @Test
  void aSpoiltMarkIsTheSwapsMatterWhereItRemembers() {
    for (var mark : Arrays.asList("nonsense", null)) {
      var orders = workload("orders", 0, mark, FieldManagers.SWAP);
      assertThat(find(List.of(orders), List.of(swap("orders", MARK.toJson(), "ada")), List.of(session("ada")),
          List.of(), List.of())).isEmpty();
    }
  }

  @Test
  void aSpoiltMarkThatNothingRemembersIsTold() {
    var nonsense = workload("orders", 0, "nonsense", FieldManagers.SWAP);
    var removed = workload("stock", 0, null, FieldManagers.SWAP);
    assertThat(find(List.of(nonsense, removed), List.of(swap("orders", "nonsense too", "ada")),
        List.of(session("ada")), List.of(), List.of()))
        .containsExactly(
            new Orphan.Unreadable(nonsense, "its annotation devsession.dev/original can't be read: nonsense"),
            new Orphan.Unreadable(removed, "its annotation devsession.dev/original is gone"));
  }

  @Test
  void aClaimWhoseSessionIsGoneIsWithdrawn() {
    var swap = swap("orders", null, "ada", "bob", "cleo");
    assertThat(find(List.of(), List.of(swap), List.of(session("bob")), List.of(), List.of()))
        .containsExactly(new Orphan.Claimed(swap, "ada"), new Orphan.Claimed(swap, "cleo"));
    swap.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
    assertThat(find(List.of(), List.of(swap), List.of(), List.of(), List.of())).as("of a Swap that goes anyway")
        .isEmpty();
  }

  @Test
  void aProxyIsForgottenOnceItsWorkloadIsAwake() {
    var asleep = workload("orders", 0, MARK.toJson(), FieldManagers.SWAP);
    var proxy = proxy("orders");
    assertThat(find(List.of(asleep), List.of(), List.of(), List.of(proxy), List.of()))
        .containsExactly(new Orphan.ScaledDown(asleep, MARK));
    var awake = workload("orders", 3, null, "helm");
    assertThat(find(List.of(awake), List.of(), List.of(), List.of(proxy), List.of()))
        .containsExactly(new Orphan.Forgotten(proxy));
  }

  @Test
  void aForgottenProxyGoesAlsoWhileAnotherServiceIsSwapped() {
    var stock = workload("stock", 0, new Mark.Readable(1, "stock", null, List.of()).toJson(),
        FieldManagers.SWAP);
    var proxy = proxy("orders");
    assertThat(find(List.of(stock), List.of(swap("stock", null, "ada")), List.of(session("ada")),
        List.of(proxy, proxy("stock")), List.of())).containsExactly(new Orphan.Forgotten(proxy));
  }

  @Test
  void companionsGoWithTheLastSession() {
    var companion = companion();
    assertThat(find(List.of(), List.of(), List.of(), List.of(), List.of(companion)))
        .containsExactly(new Orphan.Forgotten(companion));
    companion.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
    assertThat(find(List.of(), List.of(), List.of(), List.of(), List.of(companion))).isEmpty();
  }

  private static List<Orphan> find(List<Workload> workloads, List<Swap> swaps, List<DevSession> sessions,
      List<? extends HasMetadata> proxies, List<? extends HasMetadata> companions) {
    return OrphanPlan.find(workloads, swaps, sessions, proxies, companions);
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

  private static Service companion() {
    return new ServiceBuilder().withNewMetadata().withNamespace("shop").withName("orders-ports")
        .addToLabels(Labels.NODE_PORT_SERVICE_OF, "orders").endMetadata().build();
  }
}
