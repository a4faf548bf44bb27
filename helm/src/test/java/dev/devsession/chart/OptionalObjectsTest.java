package dev.devsession.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.GatewayPorts;
import dev.devsession.api.v1alpha1.Labels;
import dev.devsession.operator.dataplane.DataPlanePod;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the chart makes only if it is asked: monitoring, network policies, and the objects of {@code helm test}. */
class OptionalObjectsTest {
  /** Without the ConfigMap that publishes the version. */
  private static final String NO_VERSION = "versionInfo.create=false";
  private static final String ALL = "podMonitor.create=true,podMonitor.labels.release=p,prometheusRule.create=true,"
      + "prometheusRule.labels.release=p,dashboard.create=true,networkPolicy.create=true,watchNamespaces={shop}";

  @Test
  void noneIsMadeByDefault() {
    assertThat(Rendered.with("--set", NO_VERSION).objects()).extracting(HasMetadata::getKind).doesNotContain(
        "PodMonitor",
        "PrometheusRule", "ConfigMap", "NetworkPolicy", "Pod");
  }

  @Test
  void podMonitorsSelectThePodsAndPortsThatExport() {
    var monitors = of("PodMonitor");
    var operator = Rendered.with().only(Deployment.class).getSpec();

    assertThat(monitors).hasSize(3).allSatisfy(m -> assertThat(m.getMetadata().getLabels()).containsEntry("release",
        "p"));
    assertThat(monitors.getFirst().<Map<String, String>>get("spec", "selector", "matchLabels"))
        .isEqualTo(operator.getSelector().getMatchLabels());
    assertThat(monitors.getFirst().<String>get("spec", "podMetricsEndpoints", 0, "port"))
        .isEqualTo(Rendered.container(operator.getTemplate()).getPorts().getFirst().getName());
    assertThat(monitors.subList(1, 3)).allSatisfy(m -> {
      assertThat(m.<String>get("spec", "podMetricsEndpoints", 0, "port")).isEqualTo(DataPlanePod.HEALTH_PORT_NAME);
      assertThat(m.<List<String>>get("spec", "namespaceSelector", "matchNames")).containsExactly("shop");
    }).extracting(m -> m.<String>get("spec", "selector", "matchExpressions", 0, "key"))
        .containsExactlyInAnyOrder(Labels.SWAP, Labels.SESSION);
  }

  @Test
  void alertsAreLabelledAsAsked() {
    assertThat(of("PrometheusRule")).singleElement().satisfies(r -> {
      assertThat(r.getMetadata().getLabels()).containsEntry("release", "p");
      assertThat(r.<List<Object>>get("spec", "groups", 0, "rules")).hasSize(3);
    });
  }

  @Test
  void dashboardIsTheFileForTheSidecar() throws IOException {
    var map = Rendered.with("--set", ALL, "--set", NO_VERSION).only(ConfigMap.class);
    assertThat(map.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
    assertThat(map.getData().get("devsession.json"))
        .isEqualToIgnoringWhitespace(Files.readString(Path.of(Rendered.CHART, "dashboards", "devsession.json")));
  }

  @Test
  void networkPoliciesLetProxiesAndTheOperatorTalk() {
    var policies = of("NetworkPolicy");
    assertThat(policies).extracting(p -> p.getMetadata().getNamespace()).containsExactlyInAnyOrder(Rendered.NAMESPACE,
        "shop");
    assertThat(policies).anySatisfy(p -> assertThat(selected(p, "spec", "egress", 2, "to", 0, "podSelector"))
        .isEqualTo(Labels.SWAP));
    assertThat(policies).anySatisfy(p -> {
      assertThat(selected(p, "spec", "podSelector")).isEqualTo(Labels.SESSION);
      assertThat(p.<List<String>>get("spec", "policyTypes")).containsExactly("Ingress");
      assertThat(selected(p, "spec", "ingress", 0, "from", 0, "podSelector")).isEqualTo(Labels.SWAP);
    });
    assertThat(Rendered.with("--set", "networkPolicy.create=true").objects())
        .filteredOn(o -> o.getKind().equals("NetworkPolicy")).hasSize(1);
  }

  @Test
  void networkPolicyOpensTheShortWayOnlyIfThereIsOne() {
    for (var paths : List.of("[\"PodAddress\"]", "[\"NodePort\"]", "[]")) {
      var policies = Rendered.with("--set", "networkPolicy.create=true,watchNamespaces={shop}", "--set-json",
          "gateway.paths=" + paths)
          .objects().stream().filter(o -> o.getKind().equals("NetworkPolicy")).map(Serialization::asYaml).toList();
      assertThat(policies).hasSize(2);
      assertThat(String.join("", policies).contains("port: " + GatewayPorts.TLS)).as(paths)
          .isEqualTo(!paths.equals("[]"));
    }
  }

  /** The label that a selector asks for. */
  private static String selected(GenericKubernetesResource object, Object... selector) {
    var path = Stream.concat(Arrays.stream(selector), Stream.of("matchExpressions", 0, "key")).toArray();
    return object.get(path);
  }

  @Test
  void helmTestMayHandleItsOwnSessionAndNothingElse() {
    var tests = Rendered.tests("--set", "watchNamespaces={shop,lab}");
    assertThat(tests.all(ClusterRole.class)).isEmpty();
    assertThat(tests.objects()).allSatisfy(o -> {
      assertThat(o.getMetadata().getNamespace()).isEqualTo("shop");
      assertThat(o.getMetadata().getAnnotations()).containsEntry("helm.sh/hook", "test")
          .containsEntry("helm.sh/hook-delete-policy", "before-hook-creation,hook-succeeded");
    });
    assertThat(tests.only(Role.class).getRules()).extracting(r -> r.getResources() + " " + r.getResourceNames() + " "
        + r.getVerbs()).containsExactly("[devsessions] [] [create]", "[devsessions] [devsession-test] [get, delete]");
    assertThat(tests.only(Deployment.class).getSpec().getTemplate().getSpec().getAutomountServiceAccountToken())
        .isFalse();
    assertThat(tests.only(Pod.class).getSpec().getServiceAccountName()).isEqualTo("devsession-test");
  }

  private static List<GenericKubernetesResource> of(String kind) {
    return Rendered.with("--set", ALL).all(GenericKubernetesResource.class).stream()
        .filter(o -> o.getKind().equals(kind)).toList();
  }
}
