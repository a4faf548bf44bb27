package dev.devsession.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Of two operators for the same namespaces, the one that was there first serves them. */
class CompetingOperatorTest {
  private final Deployment me = starting("b", "2026-01-02T00:00:00Z");

  @Test
  void singleOperatorHasNoCompetitor() {
    assertThat(CompetingOperator.findAmong(List.of(me), me, Set.of())).isEmpty();
  }

  @Test
  void olderOperatorComesFirstEvenBeforeItIsReady() {
    assertThat(
        CompetingOperator.findAmong(List.of(me, starting("a", "2026-01-01T00:00:00Z")), me, Set.of()))
        .contains(new CompetingOperator("a", "devsession"));
  }

  @Test
  void youngerOperatorComesFirstOnlyIfItAlreadyServes() {
    assertThat(CompetingOperator.findAmong(List.of(starting("c", "2026-01-03T00:00:00Z")), me, Set.of()))
        .isEmpty();
    assertThat(CompetingOperator.findAmong(List.of(serving("c", "2026-01-03T00:00:00Z", null)), me, Set.of()))
        .contains(new CompetingOperator("c", "devsession"));
  }

  @Test
  void ofTwoCreatedInTheSameSecondExactlyOneComesFirst() {
    var other = new DeploymentBuilder(me).editMetadata().withName("other").endMetadata().build();
    assertThat(CompetingOperator.findAmong(List.of(me, other), me, Set.of()).isPresent())
        .isNotEqualTo(CompetingOperator.findAmong(List.of(me, other), other, Set.of()).isPresent());
  }

  @Test
  void operatorScaledToZeroIsNoCompetitor() {
    var scaledToZero = new DeploymentBuilder(starting("a", "2026-01-01T00:00:00Z")).editSpec().withReplicas(0)
        .endSpec().build();
    assertThat(CompetingOperator.findAmong(List.of(scaledToZero), me, Set.of())).isEmpty();
  }

  @Test
  void operatorForOtherNamespacesIsNoCompetitor() {
    var shop = serving("a", "2026-01-01T00:00:00Z", "shop, pay");

    assertThat(CompetingOperator.findAmong(List.of(shop), me, Set.of("billing"))).isEmpty();
    assertThat(CompetingOperator.findAmong(List.of(shop), me, Set.of("pay"))).isPresent();
    assertThat(CompetingOperator.findAmong(List.of(shop), me, Set.of())).as("this operator serves all namespaces")
        .isPresent();
    assertThat(
        CompetingOperator.findAmong(List.of(serving("a", "2026-01-01T00:00:00Z", null)), me, Set.of("pay")))
        .as("the other operator serves all namespaces").isPresent();
  }

  @Test
  void oldestOfSeveralCompetitorsIsNamed() {
    assertThat(CompetingOperator.findAmong(List.of(serving("z", "2026-01-01T12:00:00Z", null),
        serving("y", "2026-01-01T00:00:00Z", null)), me, Set.of()))
        .contains(new CompetingOperator("y", "devsession"));
  }

  /** @param namespaces the value of WATCH_NAMESPACES; the API server leaves an empty one out */
  private static Deployment serving(String namespace, String created, String namespaces) {
    return operator(namespace, created, namespaces, 1);
  }

  /** An operator for all namespaces that isn't available yet. */
  private static Deployment starting(String namespace, String created) {
    return operator(namespace, created, null, null);
  }

  private static Deployment operator(String namespace, String created, String namespaces, Integer available) {
    return new DeploymentBuilder().withNewMetadata().withNamespace(namespace).withName("devsession")
        .withCreationTimestamp(created).endMetadata().withNewSpec().withReplicas(1).withNewTemplate().withNewSpec()
        .addNewContainer().addNewEnv().withName("WATCH_NAMESPACES").withValue(namespaces).endEnv().endContainer()
        .endSpec().endTemplate().endSpec().withNewStatus().withAvailableReplicas(available).endStatus()
        .build();
  }
}
