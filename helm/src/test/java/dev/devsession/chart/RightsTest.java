package dev.devsession.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The permissions that the operator's ServiceAccount gets, and those that it must never get. */
class RightsTest {
  private static final String[] LISTED = {"--set", "watchNamespaces={shop,lab}"};

  private static List<PolicyRule> clusterWide() {
    return Rendered.with().all(ClusterRole.class).stream()
        .filter(r -> r.getMetadata().getName().equals("devsession")).findFirst().orElseThrow().getRules();
  }

  @Test
  void listedNamespacesGetTheSameRulesAndNothingClusterWide() {
    var rendered = Rendered.with(LISTED);

    assertThat(rendered.all(ClusterRoleBinding.class)).isEmpty();

    for (var namespace : List.of("shop", "lab")) {
      assertThat(rendered.all(Role.class)).filteredOn(r -> r.getMetadata().getNamespace().equals(namespace))
          .singleElement()
          .satisfies(r -> assertThat(r.getRules()).isEqualTo(clusterWide()));
      assertThat(rendered.all(RoleBinding.class)).filteredOn(b -> b.getMetadata().getNamespace().equals(namespace))
          .singleElement().satisfies(b -> {
            assertThat(b.getRoleRef().getName()).isEqualTo("devsession");
            assertThat(b.getSubjects()).singleElement()
                .extracting(s -> s.getKind(), s -> s.getName(), s -> s.getNamespace())
                .containsExactly("ServiceAccount", "devsession", Rendered.NAMESPACE);
          });
    }
  }

  @Test
  void developerGetsExactlyWhatTheAgentNeeds() {
    var role = Rendered.with().all(ClusterRole.class).stream()
        .filter(r -> r.getMetadata().getName().equals("devsession-developer")).findFirst().orElseThrow();
    assertThat(role.getRules().stream().map(r -> r.getApiGroups() + " " + r.getResources() + " " + r.getVerbs()))
        .containsExactlyInAnyOrder(
            "[devsession.dev] [devsessions] [get, list, watch, create, update, patch, delete]",
            "[devsession.dev] [swaps] [get, list, watch]",
            "[] [services] [get, list, watch]",
            "[discovery.k8s.io] [endpointslices] [get, list, watch]",
            "[] [pods/portforward] [get, create]",
            "[] [pods] [get, list, watch]",
            "[apps] [deployments, statefulsets, replicasets] [get, list]",
            "[] [pods/log] [get]");
  }

  @Test
  void secretsAreReadOnlyByWhomTheirOwnRoleIsGivenTo() {
    var role = Rendered.with().all(ClusterRole.class).stream()
        .filter(r -> r.getMetadata().getName().equals("devsession-developer-secrets")).findFirst().orElseThrow();

    assertThat(role.getRules().stream().map(r -> r.getApiGroups() + " " + r.getResources() + " " + r.getVerbs()))
        .containsExactlyInAnyOrder(
            "[] [configmaps, secrets] [get, list, watch]",
            "[] [serviceaccounts/token] [create]",
            "[] [pods/exec] [get, create]");
    assertThat(role.getMetadata().getLabels().keySet()).noneMatch(label -> label.contains("aggregate"));
  }

  @Test
  void everyUserMayReadTheOperatorsVersionAndNothingElse() {
    var rendered = Rendered.with();
    var place = "kube-public";

    assertThat(rendered.all(ConfigMap.class)).filteredOn(c -> c.getMetadata().getNamespace().equals(place))
        .singleElement().satisfies(c -> {
          assertThat(c.getMetadata().getName()).isEqualTo("devsession");
          assertThat(c.getData()).isEqualTo(Map.of("version", System.getProperty("project.version")));
        });
    assertThat(rendered.all(Role.class)).filteredOn(r -> r.getMetadata().getNamespace().equals(place)).singleElement()
        .satisfies(r -> assertThat(r.getRules()).containsExactly(new PolicyRuleBuilder().withApiGroups("")
            .withResources("configmaps").withResourceNames("devsession").withVerbs("get").build()));
    assertThat(rendered.all(RoleBinding.class)).filteredOn(b -> b.getMetadata().getNamespace().equals(place))
        .singleElement().satisfies(b -> assertThat(b.getSubjects()).singleElement()
            .extracting(s -> s.getKind(), s -> s.getName()).containsExactly("Group", "system:authenticated"));
    assertThat(Rendered.with("--set", "versionInfo.create=false").objects())
        .noneMatch(o -> place.equals(o.getMetadata().getNamespace()));
    assertThat(Rendered.with("--set", "image.tag=0.9.1").all(ConfigMap.class))
        .extracting(c -> c.getData().get("version")).contains("0.9.1");
  }

  @Test
  void noDangerousPermissionIsGranted() {
    var rules = Stream.of(Rendered.with(), Rendered.with(LISTED))
        .flatMap(r -> Stream.concat(
            r.all(ClusterRole.class).stream().filter(c -> !c.getMetadata().getName().startsWith("devsession-developer"))
                .map(ClusterRole::getRules),
            r.all(Role.class).stream().map(Role::getRules)))
        .flatMap(List::stream).toList();

    assertThat(rules).isNotEmpty().allSatisfy(rule -> {
      assertThat(rule.getApiGroups()).isNotEmpty().doesNotContain("*", "rbac.authorization.k8s.io");
      assertThat(rule.getResources()).isNotEmpty().doesNotContain("*", "secrets", "serviceaccounts", "nodes",
          "pods/exec", "pods/attach", "pods/portforward", "pods/proxy", "pods/ephemeralcontainers",
          "serviceaccounts/token");
      assertThat(rule.getVerbs()).isNotEmpty().doesNotContain("*", "deletecollection", "escalate", "bind",
          "impersonate");
    });
    assertThat(rules).filteredOn(r -> r.getResources().contains("pods")).isNotEmpty()
        .allSatisfy(r -> assertThat(r.getVerbs()).doesNotContain("create", "update", "delete"));
  }

  @Test
  void extraRulesComeFromTheValuesOnly() {
    var other = Rendered.with("--values", "src/test/resources/other-values.yaml");
    assertThat(other.all(Role.class)).filteredOn(r -> r.getMetadata().getName().equals("devsession")).hasSize(2)
        .extracting(r -> r.getRules().getLast())
        .allSatisfy(r -> assertThat(r).returns(List.of("devsessions/finalizers"), PolicyRule::getResources)
            .returns(List.of("update"), PolicyRule::getVerbs));
    var developer = other.all(ClusterRole.class).stream()
        .filter(r -> r.getMetadata().getName().equals("devsession-developer")).findFirst().orElseThrow();
    assertThat(developer.getRules().getLast().getResources()).containsExactly("rollouts");
    assertThat(developer.getMetadata().getLabels()).containsEntry("example.org/aggregate-to-developer", "true");
  }
}
