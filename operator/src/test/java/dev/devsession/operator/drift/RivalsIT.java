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
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stand-ins for GitOps tools do on a real API server what those tools' documentation says of them. */
@EnableKubeAPIServer(apiServerFlags = "--feature-gates=HPAScaleToZero=true")
class RivalsIT {
  private static final String ASLEEP = "{\"metadata\":{\"annotations\":{\"" + Annotations.ORIGINAL
      + "\":\"{}\"}},\"spec\":{\"replicas\":0}}";
  static KubernetesClient client;
  private static int count;
  private LiveObject orders;
  private Rival rival;
  private int before;

  @BeforeAll
  static void bePatient() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  @BeforeEach
  void namespace() {
    var name = "rivals-" + count++;
    client.resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build()).create();
    orders = LiveObject.of(client, name, Orders.deployment());
  }

  @AfterEach
  void stop() {
    if (rival != null) {
      rival.close();
    }
  }

  /** Whoever resets the replicas is found in managedFields under its name, and lets the mark alone. */
  @ParameterizedTest
  @EnumSource
  void resetsTheReplicasButNotTheMark(Rivals kind) {
    start(kind);
    sleep();
    await().untilAsserted(() -> assertThat(replicas()).isEqualTo(Orders.REPLICAS));
    assertThat(annotations()).containsKey(Annotations.ORIGINAL);
    assertThat(orders.owners()).containsExactly(rival.manager());
    assertThat(rival.resets()).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @EnumSource
  void leavesTheReplicasAloneWithItsRule(Rivals kind) {
    start(kind);
    rival.addRule();
    sleep();
    await().during(Duration.ofSeconds(2)).untilAsserted(() -> assertThat(replicas()).isZero());
    assertThat(rival.resets()).isEqualTo(before);
    assertThat(orders.owners()).containsExactly("devsession-swap");
  }

  @ParameterizedTest
  @EnumSource
  void writesNothingToAWorkloadThatIsAsItWants(Rivals kind) {
    start(kind);
    var version = orders.get();
    await().during(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(orders.get()).isEqualTo(version));
  }

  /** Without RespectIgnoreDifferences the next sync, for whatever other reason, sets the replicas too. */
  @ParameterizedTest
  @EnumSource(names = {"ARGO_CLIENT_SIDE", "ARGO_SERVER_SIDE"})
  void argoNeedsBothParts(Rivals kind) {
    start(kind);
    var argo = (ArgoSelfHeal) rival;
    argo.configure(List.of("/spec/replicas"), false);
    sleep();
    await().during(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(replicas()).isZero());
    argo.push(Json.with(Orders.deployment(), "/spec/minReadySeconds", 5));
    await().untilAsserted(() -> assertThat(replicas()).isEqualTo(Orders.REPLICAS));

    argo.configure(List.of("/spec/replicas"), true);
    sleep();
    argo.push(Json.with(Orders.deployment(), "/spec/minReadySeconds", 7));
    await().untilAsserted(() -> assertThat(Json.at(orders.get(), "/spec/minReadySeconds")).isEqualTo(7));
    assertThat(replicas()).isZero();
  }

  @ParameterizedTest
  @EnumSource(FluxKustomization.Exclusion.class)
  void fluxHeedsAnAnnotationOnTheLiveObject(FluxKustomization.Exclusion exclusion) {
    start(Rivals.FLUX);
    annotate(exclusion.key, exclusion.value);
    sleep();
    await().during(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(replicas()).isZero());
    annotate(exclusion.key, null);
    await().untilAsserted(() -> assertThat(replicas()).isEqualTo(Orders.REPLICAS));
  }

  /** Helm sets back what has drifted on each upgrade, even of the same chart, and keeps what others added. */
  @Test
  void helmResetsOnUpgrade() {
    var helm = new HelmUpgrade(orders);
    helm.install(Orders.deployment());
    sleep();
    annotate("team", "shop");
    helm.upgrade(Orders.deployment());
    assertThat(replicas()).isEqualTo(Orders.REPLICAS);
    assertThat(orders.owners()).containsExactly(HelmUpgrade.MANAGER);
    assertThat(annotations()).containsKeys(Annotations.ORIGINAL, "team");

    sleep();
    helm.upgrade(Json.with(Orders.deployment(), "/spec/replicas", null));
    assertThat(replicas()).as("what the API server makes of a deleted field").isEqualTo(1);
    sleep();
    helm.upgrade(Json.with(Orders.deployment(), "/spec/replicas", null));
    assertThat(replicas()).isZero();
  }

  /** As Helm 4 and kubectl apply by default: they don't take the field, they fail, and say whose it is. */
  @Test
  void serverSideApplyWithoutForceNamesUs() {
    orders.apply(Orders.deployment(), HelmUpgrade.MANAGER, false);
    sleep();
    var again = client.resource(Serialization.asJson(Orders.deployment())).inNamespace(orders.namespace())
        .fieldManager(HelmUpgrade.MANAGER);
    assertThatThrownBy(again::serverSideApply).isInstanceOfSatisfying(KubernetesClientException.class,
        e -> assertThat(e.getCode()).isEqualTo(409)).hasMessageContaining("conflict with \"devsession-swap\"")
        .hasMessageContaining(".spec.replicas");
    assertThat(replicas()).isZero();
  }

  private void start(Rivals kind) {
    rival = kind.of(client, orders.namespace());
    rival.start();
    await().untilAsserted(() -> assertThat(orders.owners()).containsExactly(rival.manager()));
    before = rival.resets();
  }

  private void sleep() {
    orders.resource().patch(
        new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE)
            .withFieldManager("devsession-swap").build(),
        ASLEEP);
  }

  private void annotate(String key, String value) {
    var annotations = new HashMap<String, Object>();
    annotations.put(key, value);
    orders.merge(Map.of("metadata", Map.of("annotations", annotations)), "kubectl-annotate", false);
  }

  private int replicas() {
    return (int) Json.at(orders.get(), "/spec/replicas");
  }

  private Map<String, Object> annotations() {
    return Json.map(orders.get(), "metadata", "annotations");
  }
}
