package dev.devsession.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Restores the owners of spec.replicas in managedFields. */
class OwnershipTest {
  private static final ManagedFieldsEntry OURS = entry("devsession-swap", null,
      Map.of("f:spec", Map.of("f:replicas", Map.of())));

  @Test
  void ownerOfOtherFieldsGetsTheReplicasBackInTheSameEntry() {
    var before = entry("helm", null, Map.of("f:spec", Map.of("f:paused", Map.of(), "f:replicas", Map.of())));
    var during = List.of(entry("helm", null, Map.of("f:spec", Map.of("f:paused", Map.of()))), OURS);

    assertThat(Ownership.REPLICAS.giveBack(during, "devsession-swap", Ownership.REPLICAS.owners(List.of(before))))
        .containsExactly(before);
  }

  @Test
  void annotationsMapCreatedByTheMarkPassesToTheFirstOtherWriter() {
    var mark = entry("devsession-swap", null, Map.of("f:metadata",
        Map.of("f:annotations", Map.of(".", Map.of(), "f:devsession.dev/original", Map.of()))));
    var theirs = entry("kubectl", null, Map.of("f:metadata", Map.of("f:annotations", Map.of("f:team", Map.of()))));

    assertThat(Ownership.REPLICAS.giveBack(List.of(mark, theirs), "devsession-swap", List.of())).containsExactly(
        entry("kubectl", null,
            Map.of("f:metadata", Map.of("f:annotations", Map.of(".", Map.of(), "f:team", Map.of())))));

    var others = entry("helm", null, Map.of("f:metadata", Map.of("f:annotations", Map.of(".", Map.of()))));

    assertThat(Ownership.REPLICAS.giveBack(List.of(mark, theirs, others), "devsession-swap", List.of()))
        .containsExactly(theirs, others);
  }

  @Test
  void ownerOfTheReplicasAloneGetsItsEntryBack() {
    var before = entry("kubectl", "scale", Map.of("f:spec", Map.of("f:replicas", Map.of())));
    assertThat(
        Ownership.REPLICAS.giveBack(List.of(OURS), "devsession-swap", Ownership.REPLICAS.owners(List.of(before))))
        .containsExactly(before);
  }

  @Test
  void replicasTakenByAnotherManagerMeanwhileStayWithIt() {
    var theirs = entry("hpa", "scale", Map.of("f:spec", Map.of("f:replicas", Map.of())));
    var markOnly = entry("devsession-swap", null, Map.of("f:metadata", Map.of("f:annotations", Map.of())));

    assertThat(Ownership.REPLICAS.giveBack(List.of(theirs, markOnly), "devsession-swap",
        List.of(new Mark.Owner("helm", "Update", "apps/v1", null, null))))
        .containsExactly(theirs);
  }

  private static ManagedFieldsEntry entry(String manager, String subresource, Map<String, Object> fields) {
    var f = new FieldsV1();
    f.setAdditionalProperties(fields);
    return new ManagedFieldsEntryBuilder().withManager(manager).withOperation("Update").withApiVersion("apps/v1")
        .withSubresource(subresource)
        .withFieldsType("FieldsV1").withFieldsV1(f).build();
  }
}
