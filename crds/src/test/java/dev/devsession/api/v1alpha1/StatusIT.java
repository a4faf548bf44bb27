package dev.devsession.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Spec and status are written apart, and writers of different conditions don't undo each other. */
@ExtendWith(ApiServer.Extension.class)
class StatusIT {
  private static KubernetesClient client;
  private DevSession session;

  @BeforeAll
  static void connect(ApiServer api) {
    client = api.clientIn("status");
  }

  @BeforeEach
  void create() {
    session = client.resource(session(spec(60), null)).create();
  }

  @Test
  void writingTheStatusChangesNeitherSpecNorGeneration() {
    session.setSpec(spec(120));
    session.setStatus(status(condition("Ready", "Swapped")));
    var after = client.resource(session).updateStatus();

    assertThat(after.getStatus().conditions()).containsExactly(condition("Ready", "Swapped"));
    assertThat(after.getSpec().ttlSeconds()).isEqualTo(60);
    assertThat(after.getMetadata().getGeneration()).isEqualTo(1);
  }

  @Test
  void writingTheSpecDoesNotChangeTheStatus() {
    session.setSpec(spec(120));
    session.setStatus(status(condition("Ready", "Swapped")));
    var after = client.resource(session).update();

    assertThat(after.getStatus()).isNull();
    assertThat(after.getSpec().ttlSeconds()).isEqualTo(120);
    assertThat(after.getMetadata().getGeneration()).isEqualTo(2);
  }

  @Test
  void conditionsOfTwoWritersMergeByType() {
    apply("operator", condition("Ready", "Pending"), condition("Accepted", "Accepted"));
    apply("gateway", condition("Connected", "Connected"));
    var after = apply("operator", condition("Ready", "Swapped"), condition("Accepted", "Accepted"));

    assertThat(after.getStatus().conditions()).containsExactlyInAnyOrder(condition("Ready", "Swapped"),
        condition("Accepted", "Accepted"), condition("Connected", "Connected"));
  }

  @Test
  void applyingTheSameStatusAgainWritesNothing() {
    var before = apply("operator", condition("Ready", "Swapped"));

    assertThat(apply("operator", condition("Ready", "Swapped")).getMetadata().getResourceVersion())
        .isEqualTo(before.getMetadata().getResourceVersion());
  }

  @Test
  void reasonsAreOneWord() {
    assertRefused("status.conditions[0].reason", condition("Ready", "not swapped"));
  }

  @Test
  void messagesAreAtMost4096Characters() {
    assertRefused("status.conditions[0].message: Too long",
        new Condition("Ready", "True", 1L, "2026-01-31T18:00:00Z", "Swapped", "x".repeat(4097)));
  }

  @Test
  void atMostEightConditionsAreAllowed() {
    assertRefused("status.conditions: Too many: 9", IntStream.rangeClosed(1, 9)
        .mapToObj(i -> condition("Type" + i, "Swapped")).toArray(Condition[]::new));
  }

  @Test
  void conditionsOfOneTypeAreRefused() {
    assertRefused("status.conditions[1]: Duplicate value",
        Collections.nCopies(2, condition("Ready", "Swapped")).toArray(Condition[]::new));
  }

  private void assertRefused(String message, Condition... conditions) {
    session.setStatus(status(conditions));
    assertThatThrownBy(() -> client.resource(session).updateStatus()).isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(message);
  }

  private DevSession apply(String manager, Condition... conditions) {
    var how = new PatchContext.Builder().withPatchType(PatchType.SERVER_SIDE_APPLY).withFieldManager(manager).build();
    var patch = session(null, status(conditions));
    patch.setMetadata(new ObjectMetaBuilder().withName(session.getMetadata().getName()).build());
    return client.resource(patch).subresource("status").patch(how);
  }

  private static DevSession session(DevSessionSpec spec, DevSessionStatus status) {
    var session = new DevSession();
    session.setMetadata(new ObjectMetaBuilder().withGenerateName("ada-").build());
    session.setSpec(spec);
    session.setStatus(status);
    return session;
  }

  private static DevSessionSpec spec(int ttlSeconds) {
    return new DevSessionSpec(null, new Transport(TransportType.Direct, "192.168.49.1"), null, null, null, ttlSeconds);
  }

  private static DevSessionStatus status(Condition... conditions) {
    return DevSessionStatus.of(1L, List.of(conditions));
  }

  private static Condition condition(String type, String reason) {
    return new Condition(type, "True", 1L, "2026-01-31T18:00:00Z", reason, "As it should be.");
  }
}
