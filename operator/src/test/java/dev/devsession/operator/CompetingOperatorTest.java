package dev.devsession.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompetingOperatorTest {
  private final Deployment me = operator("b", "2026-01-02T00:00:00Z", null, false);

  @Test
  void aloneThereIsNone() {
    assertThat(CompetingOperator.findAmong(List.of(me), me, Set.of())).isEmpty();
  }

  @Test
  void theOlderOneIsFirstEvenBeforeItIsReady() {
    assertThat(
        CompetingOperator.findAmong(List.of(me, operator("a", "2026-01-01T00:00:00Z", null, false)), me, Set.of()))
        .contains(new CompetingOperator("a", "devsession"));
  }

  @Test
  void theYoungerOneIsFirstOnlyIfItServesAlready() {
    assertThat(CompetingOperator.findAmong(List.of(operator("c", "2026-01-03T00:00:00Z", null, false)), me, Set.of()))
        .isEmpty();
    assertThat(CompetingOperator.findAmong(List.of(operator("c", "2026-01-03T00:00:00Z", null, true)), me, Set.of()))
        .contains(new CompetingOperator("c", "devsession"));
  }

  @Test
  void ofTwoMadeInOneSecondExactlyOneIsFirst() {
    var other = new DeploymentBuilder(me).editMetadata().withName("other").endMetadata().build();
    assertThat(CompetingOperator.findAmong(List.of(me, other), me, Set.of()).isPresent())
        .isNotEqualTo(CompetingOperator.findAmong(List.of(me, other), other, Set.of()).isPresent());
  }

  @Test
  void oneThatIsScaledToZeroDoesNothing() {
    var asleep = new DeploymentBuilder(operator("a", "2026-01-01T00:00:00Z", null, false)).editSpec().withReplicas(0)
        .endSpec().build();
    assertThat(CompetingOperator.findAmong(List.of(asleep), me, Set.of())).isEmpty();
  }

  @Test
  void oneForOtherNamespacesIsNone() {
    var shop = operator("a", "2026-01-01T00:00:00Z", "shop, pay", true);
    assertThat(CompetingOperator.findAmong(List.of(shop), me, Set.of("billing"))).isEmpty();
    assertThat(CompetingOperator.findAmong(List.of(shop), me, Set.of("pay"))).isPresent();
    assertThat(CompetingOperator.findAmong(List.of(shop), me, Set.of())).as("this one serves all").isPresent();
    assertThat(
        CompetingOperator.findAmong(List.of(operator("a", "2026-01-01T00:00:00Z", null, true)), me, Set.of("pay")))
        .as("that one serves all").isPresent();
  }

  @Test
  void theOldestOfSeveralIsNamed() {
    assertThat(CompetingOperator.findAmong(List.of(operator("z", "2026-01-01T12:00:00Z", null, true),
        operator("y", "2026-01-01T00:00:00Z", null, true)), me, Set.of()))
        .contains(new CompetingOperator("y", "devsession"));
  }

  /** @param namespaces the value of WATCH_NAMESPACES; the API server leaves an empty one out */
  private static Deployment operator(String namespace, String created, String namespaces, boolean available) {
    return new DeploymentBuilder().withNewMetadata().withNamespace(namespace).withName("devsession")
        .withCreationTimestamp(created).endMetadata().withNewSpec().withReplicas(1).withNewTemplate().withNewSpec()
        .addNewContainer().addNewEnv().withName("WATCH_NAMESPACES").withValue(namespaces).endEnv().endContainer()
        .endSpec().endTemplate().endSpec().withNewStatus().withAvailableReplicas(available ? 1 : null).endStatus()
        .build();
  }
}
