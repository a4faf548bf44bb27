package dev.devsession.operator.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IgnoreRulesTest {
  @ParameterizedTest
  @CsvSource({"argocd-controller,Update,,ArgoCd", "argocd-controller,Apply,,ArgoCd",
      "argocd-application-controller,Update,,ArgoCd", "kustomize-controller,Apply,,FluxKustomization",
      "helm-controller,Apply,,FluxHelmRelease", "helm,Update,,Helm", "helm,Apply,,Helm",
      "kubectl-client-side-apply,Update,,KubectlApply", "kubectl,Apply,,KubectlApply", "kubectl,Update,scale,Person",
      "kubectl-edit,Update,,Person", "kube-controller-manager,Update,scale,Autoscaler",
      "kube-controller-manager,Update,,Other", "keda,Update,scale,Keda", "keda-operator,Update,scale,Keda",
      "pod-scaler,Update,scale,OtherScaler", "shop-operator,Update,,Other"})
  void toolIsRecognisedByItsFieldManager(String manager, String operation, String subresource, ReplicaWriter writer) {
    assertThat(ReplicaWriter.of(manager, operation, subresource)).isEqualTo(writer);
  }

  /** The rule that a user copies must be valid YAML, so it is parsed here, not compared as text. */
  @Test
  void argoRuleIsYamlForTheApplication() {
    var rule = rule("argocd-controller", "spec\\.ignoreDifferences: (\\[.*?}])");

    assertThat(rule).isEqualTo(List.of(Map.of("group", "apps", "kind", "Deployment", "name", "orders", "namespace",
        "shop", "jsonPointers", List.of("/spec/replicas"))));
    assertThat(advice("argocd-controller", "Update", null))
        .contains("spec.syncPolicy.syncOptions: [RespectIgnoreDifferences=true]");
  }

  @ParameterizedTest
  @CsvSource({"kustomize-controller,spec\\.ignore", "helm-controller,spec\\.driftDetection\\.ignore"})
  void fluxRuleIsYamlForItsObject(String manager, String field) {
    assertThat(rule(manager, field + ": (\\[.*?}}])")).isEqualTo(List.of(Map.of("paths", List.of("/spec/replicas"),
        "target", Map.of("kind", "Deployment", "name", "orders", "namespace", "shop"))));
  }

  @Test
  void kindOfAnotherGroupIsNamedSoThatKubectlFindsIt() {
    assertThat(IgnoreRules.advice("kustomize-controller", "Apply", null, "argoproj.io/v1alpha1", "Rollout", "shop",
        "orders")).contains("kubectl annotate rollout.argoproj.io/orders -n shop");
    assertThat(IgnoreRules.advice("argocd-controller", "Apply", null, "argoproj.io/v1alpha1", "Rollout", "shop",
        "orders")).contains("group: \"argoproj.io\", kind: Rollout");
  }

  @Test
  void unknownManagerIsNamed() {
    assertThat(advice("shop-operator", "Update", null)).startsWith("shop-operator sets it.");
    assertThat(advice("pod-scaler", "Update", "scale")).startsWith("pod-scaler scales deployment/orders -n shop");
  }

  @ParameterizedTest
  @EnumSource
  void adviceFitsIntoACondition(ReplicaWriter writer) {
    var advice = advices().filter(a -> a.getKey() == writer).findFirst().orElseThrow().getValue();
    assertThat(advice).hasSizeLessThanOrEqualTo(700).endsWith(".").doesNotContain("\n");
  }

  private static Stream<Map.Entry<ReplicaWriter, String>> advices() {
    return Stream.of("argocd-controller", "kustomize-controller", "helm-controller", "helm", "keda",
        "kubectl-client-side-apply", "kubectl-edit", "kube-controller-manager", "a-private-scaler", "shop-operator")
        .map(manager -> {
          var subresource = manager.equals("kube-controller-manager") || manager.contains("scaler") ? "scale" : null;
          return Map.entry(ReplicaWriter.of(manager, "Update", subresource),
              IgnoreRules.advice(manager, "Update", subresource,
                  "apps/v1", "StatefulSet", "a-namespace-of-usual-length", "a-workload-of-usual-length"));
        });
  }

  private static Object rule(String manager, String pattern) {
    var matcher = Pattern.compile(pattern).matcher(advice(manager, "Apply", null));
    assertThat(matcher.find()).isTrue();
    return Serialization.unmarshal("rule: " + matcher.group(1), Map.class).get("rule");
  }

  private static String advice(String manager, String operation, String subresource) {
    return IgnoreRules.advice(manager, operation, subresource, "apps/v1", "Deployment", "shop", "orders");
  }
}
