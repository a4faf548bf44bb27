package dev.devsession.operator.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsession.api.v1alpha1.Annotations;
import io.fabric8.kubeapitest.junit.EnableKubeAPIServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stand-ins for GitOps tools behave on a real API server as those tools' documentation says. */
@EnableKubeAPIServer(apiServerFlags = "--feature-gates=HPAScaleToZero=true")
class CompetingControllersIT {
  private static final String SCALE_TO_ZERO = "{\"metadata\":{\"annotations\":{\"" + Annotations.ORIGINAL
      + "\":\"{}\"}},\"spec\":{\"replicas\":0}}";
  static KubernetesClient client;
  private static int count;
  private LiveObject orders;
  private CompetingController controller;
  private int before;

  @BeforeAll
  static void setTimeout() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  @BeforeEach
  void createNamespace() {
    var name = "controllers-" + count++;
    client.resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build()).create();
    orders = LiveObject.of(client, name, Orders.deployment());
  }

  @AfterEach
  void stopController() {
    if (controller != null) {
      controller.close();
    }
  }

  /** managedFields names the controller that resets the replicas; it leaves the mark alone. */
  @ParameterizedTest
  @EnumSource
  void controllerResetsTheReplicasButNotTheMark(ControllerKind kind) {
    start(kind);
    scaleToZero();

    await().untilAsserted(() -> assertThat(replicas()).isEqualTo(Orders.REPLICAS));
    assertThat(annotations()).containsKey(Annotations.ORIGINAL);
    assertThat(orders.owners()).containsExactly(controller.manager());
    assertThat(controller.resetCount()).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @EnumSource
  void controllerWithItsIgnoreRuleLeavesTheReplicasAlone(ControllerKind kind) {
    start(kind);
    controller.addIgnoreRule();
    scaleToZero();

    await().during(Duration.ofSeconds(2)).untilAsserted(() -> assertThat(replicas()).isZero());
    assertThat(controller.resetCount()).isEqualTo(before);
    assertThat(orders.owners()).containsExactly("devsession-swap");
  }

  @ParameterizedTest
  @EnumSource
  void controllerWritesNothingToAnUnchangedWorkload(ControllerKind kind) {
    start(kind);
    var version = orders.get();

    await().during(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(orders.get()).isEqualTo(version));
  }

  /** Without RespectIgnoreDifferences any later sync sets the replicas too. */
  @ParameterizedTest
  @EnumSource(names = {"ARGO_CLIENT_SIDE", "ARGO_SERVER_SIDE"})
  void argoNeedsRespectIgnoreDifferencesBesideItsIgnoreRule(ControllerKind kind) {
    start(kind);
    var argo = (ArgoSelfHeal) controller;
    argo.ignoreReplicasInDiff();
    scaleToZero();
    await().during(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(replicas()).isZero());
    argo.push(Json.with(Orders.deployment(), "/spec/minReadySeconds", 5));
    await().untilAsserted(() -> assertThat(replicas()).isEqualTo(Orders.REPLICAS));

    argo.ignoreReplicasAlsoInSync();
    scaleToZero();
    argo.push(Json.with(Orders.deployment(), "/spec/minReadySeconds", 7));
    await().untilAsserted(() -> assertThat(Json.at(orders.get(), "/spec/minReadySeconds")).isEqualTo(7));
    assertThat(replicas()).isZero();
  }

  @ParameterizedTest
  @EnumSource(FluxKustomization.Exclusion.class)
  void fluxLeavesAWorkloadWithItsExclusionAnnotationAlone(FluxKustomization.Exclusion exclusion) {
    start(ControllerKind.FLUX);
    annotate(exclusion.key, exclusion.value);
    scaleToZero();

    await().during(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(replicas()).isZero());

    annotate(exclusion.key, null);

    await().untilAsserted(() -> assertThat(replicas()).isEqualTo(Orders.REPLICAS));
  }

  /** Helm resets drifted fields on each upgrade, even of the same chart, and keeps fields that others added. */
  @Test
  void helmUpgradeResetsDriftedFieldsAndKeepsAddedOnes() {
    var helm = new HelmUpgrade(orders);
    helm.install(Orders.deployment());
    scaleToZero();
    annotate("team", "shop");
    helm.upgrade(Orders.deployment());
    assertThat(replicas()).isEqualTo(Orders.REPLICAS);
    assertThat(orders.owners()).containsExactly(HelmUpgrade.MANAGER);
    assertThat(annotations()).containsKeys(Annotations.ORIGINAL, "team");

    scaleToZero();
    helm.upgrade(Json.with(Orders.deployment(), "/spec/replicas", null));
    assertThat(replicas()).as("the API server's default of a deleted field").isEqualTo(1);
    scaleToZero();
    helm.upgrade(Json.with(Orders.deployment(), "/spec/replicas", null));
    assertThat(replicas()).isZero();
  }

  /** Helm 4 and kubectl apply without force by default: they fail, and name the field's owner. */
  @Test
  void serverSideApplyWithoutForceFailsAndNamesTheOwner() {
    orders.apply(Orders.deployment(), HelmUpgrade.MANAGER);
    scaleToZero();
    var again = client.resource(Serialization.asJson(Orders.deployment())).inNamespace(orders.namespace())
        .fieldManager(HelmUpgrade.MANAGER);

    assertThatThrownBy(again::serverSideApply).isInstanceOfSatisfying(KubernetesClientException.class,
        e -> assertThat(e.getCode()).isEqualTo(409)).hasMessageContaining("conflict with \"devsession-swap\"")
        .hasMessageContaining(".spec.replicas");
    assertThat(replicas()).isZero();
  }

  private void start(ControllerKind kind) {
    controller = kind.create(client, orders.namespace());
    controller.start();
    await().untilAsserted(() -> assertThat(orders.owners()).containsExactly(controller.manager()));
    before = controller.resetCount();
  }

  private void scaleToZero() {
    orders.resource().patch(
        new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE)
            .withFieldManager("devsession-swap").build(),
        SCALE_TO_ZERO);
  }

  private void annotate(String key, String value) {
    var annotations = new HashMap<String, Object>();
    annotations.put(key, value);
    orders.merge(Map.of("metadata", Map.of("annotations", annotations)), "kubectl-annotate");
  }

  private int replicas() {
    return (int) Json.at(orders.get(), "/spec/replicas");
  }

  private Map<String, Object> annotations() {
    return Json.map(orders.get(), "metadata", "annotations");
  }
}
