package dev.devsession.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.api.v1alpha1.TransportPath;
import dev.devsession.operator.config.OperatorConfig;
import dev.devsession.restore.WorkloadKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The objects that the chart renders, and the values that it refuses. */
class ChartTest {
  @Test
  void lintIsClean() {
    assertThat(Tool.helm("lint", "--strict", Rendered.CHART)).extracting(Tool.Result::exit, Tool.Result::err)
        .containsExactly(0, "");
  }

  @Test
  void chartAndImagesAreOfThisVersion() {
    var version = System.getProperty("project.version");

    assertThat(Tool.helm("show", "chart", Rendered.CHART).orFail()).contains("\nversion: " + version + "\n")
        .contains("appVersion: " + version + "\n");
    assertThat(Rendered.with().pods()).allSatisfy(
        pod -> assertThat(Rendered.container(pod).getImage()).isEqualTo("devsession.local/operator:" + version));
  }

  @Test
  void sampleShopIsOfThisVersion() throws IOException {
    var images = Files.readAllLines(Path.of("../src/testing/shop/shop.yaml")).stream().map(String::strip)
        .filter(line -> line.startsWith("image: ")).toList();
    assertThat(images).isNotEmpty()
        .allMatch(("image: devsession.local/shop:" + System.getProperty("project.version"))::equals);
  }

  @Test
  void operatorAcceptsTheDefaultValues() {
    var version = System.getProperty("project.version");
    assertThat(Rendered.with().pods())
        .allSatisfy(pod -> assertThat(OperatorConfig.from(Rendered.environment(pod))).isEqualTo(new OperatorConfig(
            Rendered.NAMESPACE, "devsession", Set.of(), WorkloadKind.with("argoproj.io/v1alpha1/Rollout"),
            "devsession.local/proxy:" + version, "IfNotPresent", "", 8080, true)));
  }

  @Test
  void operatorAcceptsOtherValues() {
    var pods = Rendered.with("--values", "src/test/resources/other-values.yaml").pods();
    assertThat(pods).allSatisfy(pod -> {
      var config = OperatorConfig.from(Rendered.environment(pod));
      assertThat(config).isEqualTo(new OperatorConfig(Rendered.NAMESPACE, "devsession", Set.of("shop", "lab"),
          WorkloadKind.with("example.org/v1/Fleet"), "registry.example:5000/ds/proxy@sha256:" + "0".repeat(64), "Never",
          config.proxyPod(),
          config.gatewayPod(), "10.0.0.1/32,fd00::/8", Set.of(TransportPath.NodePort), 8080, true));
      assertThat(Rendered.environment(pod)).containsEntry("LOG_LEVEL", "DEBUG");
      assertThat(Rendered.container(pod)).extracting(c -> c.getImage(), c -> c.getImagePullPolicy())
          .containsExactly("registry.example:5000/ds/operator:o1", "Always");
      assertThat(pod.getSpec().getNodeSelector()).isEqualTo(Map.of("kubernetes.io/arch", "amd64"));
      assertThat(pod.getSpec().getTolerations()).singleElement().extracting(t -> t.getKey()).isEqualTo("dedicated");
      assertThat(Rendered.container(pod).getResources().getLimits().get("memory")).hasToString("300Mi");
      assertThat(pod.getSpec()).returns("high", s -> s.getPriorityClassName())
          .returns("registry", s -> s.getImagePullSecrets().getFirst().getName())
          .returns(true, s -> s.getAffinity().getNodeAffinity() != null);
      assertThat(pod.getSpec().getSecurityContext()).returns(null, c -> c.getRunAsUser())
          .returns(3000L, c -> c.getFsGroup()).returns(true, c -> c.getRunAsNonRoot());
      assertThat(pod.getMetadata().getLabels()).containsEntry("team", "ops");
      assertThat(pod.getMetadata().getAnnotations()).containsEntry("prometheus.io/scrape", "false");
    });
  }

  @Test
  void operatorKnowsTheValuesForPodsOfProxiesAndGateways() {
    var config = OperatorConfig.from(Rendered.environment(
        Rendered.with("--values", "src/test/resources/other-values.yaml").pods().getFirst()));
    assertThat(config.proxyPod().resources().getRequests()).containsEntry("cpu", new Quantity("50m"))
        .containsEntry("memory", new Quantity("48Mi"));
    assertThat(config.proxyPod().resources().getLimits()).containsEntry("cpu", new Quantity("1"))
        .containsEntry("memory", new Quantity("256Mi"));
    assertThat(config.proxyPod().labels()).isEqualTo(Map.of("team", "tools"));
    assertThat(config.proxyPod().annotations()).isEqualTo(Map.of("sidecar.istio.io/inject", "false"));
    assertThat(config.gatewayPod().resources().getLimits()).isEqualTo(Map.of("memory", new Quantity("192Mi")));
    assertThat(config.gatewayPod().labels()).isEqualTo(Map.of("team", "gates"));
    assertThat(config.gatewayPod().annotations()).isEqualTo(Map.of("linkerd.io/inject", "disabled"));
    assertThat(config.gatewayPod().nodeSelector()).isEqualTo(Map.of("pool", "edge"));
    assertThat(config.gatewayPod().tolerations()).singleElement().returns("edge", t -> t.getKey());
    assertThat(config.gatewayPod().priorityClassName()).isEqualTo("gates");
    assertThat(config.gatewayPod().podSecurityContext()).returns(1000L, c -> c.getRunAsUser());
    assertThat(config.proxyPod().nodeSelector()).isEqualTo(Map.of("disk", "ssd"));
    assertThat(config.proxyPod().tolerations()).singleElement().returns("spot", t -> t.getKey());
    assertThat(config.proxyPod().priorityClassName()).isEqualTo("low");
    assertThat(config.proxyPod().podSecurityContext()).returns(null, c -> c.getRunAsUser());
    assertThat(List.of(config.proxyPod(), config.gatewayPod())).allSatisfy(
        p -> assertThat(p.imagePullSecrets()).singleElement().returns("registry", r -> r.getName()));
  }

  @Test
  void commonLabelsAreOnAllObjectsButDoNotReplaceTheirOwn() {
    assertThat(Rendered.with("--set", "commonLabels.team=ops,commonLabels.app\\.kubernetes\\.io/name=x").objects())
        .isNotEmpty().allSatisfy(o -> assertThat(o.getMetadata().getLabels()).containsEntry("team", "ops")
            .containsEntry("app.kubernetes.io/name", "devsession"));
  }

  @Test
  void oneRegistryHoldsForBothImagesUnlessTheProxyHasItsOwn() {
    var version = System.getProperty("project.version");
    assertThat(proxyImage("image.registry=registry.example/ds")).isEqualTo("registry.example/ds/proxy:" + version);
    assertThat(proxyImage("proxy.image.registry=other.example")).isEqualTo("other.example/proxy:" + version);
    assertThat(proxyImage("image.registry=,proxy.image.repository=a.example/b")).isEqualTo("a.example/b:" + version);
  }

  private static String proxyImage(String set) {
    return OperatorConfig.from(Rendered.environment(Rendered.with("--set", set).pods().getFirst())).proxyImage();
  }

  @Test
  void probesUseTheOperatorsPortAndPaths() {
    var pod = Rendered.with().only(Deployment.class).getSpec().getTemplate();
    var container = Rendered.container(pod);
    var port = OperatorConfig.from(Rendered.environment(pod)).httpPort();

    assertThat(container.getPorts()).singleElement().satisfies(p -> {
      assertThat(p.getName()).isEqualTo("http");
      assertThat(p.getContainerPort()).isEqualTo(port);
    });
    assertThat(pod.getMetadata().getAnnotations()).containsEntry("prometheus.io/port", String.valueOf(port));
    assertThat(container.getReadinessProbe().getHttpGet()).extracting(g -> g.getPath(), g -> g.getPort().getStrVal())
        .containsExactly("/readyz", "http");
    assertThat(container.getLivenessProbe().getHttpGet()).extracting(g -> g.getPath(), g -> g.getPort().getStrVal())
        .containsExactly("/livez", "http");
  }

  @Test
  void uninstallHookRunsBeforeDeletionAndEndsBeforeHelmTimesOut() {
    var rendered = Rendered.of("mine");
    var job = rendered.only(Job.class);

    assertThat(job.getMetadata().getAnnotations()).containsEntry("helm.sh/hook", "pre-delete");
    // More than the 90 s that a running operator gets, less than the 5 minutes that helm waits.
    assertThat(job.getSpec().getActiveDeadlineSeconds()).isBetween(120L, 280L);

    var pod = job.getSpec().getTemplate();

    assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Never");
    assertThat(Rendered.container(pod).getArgs()).containsExactly("uninstall");
    assertThat(Rendered.environment(pod)).containsEntry("OPERATOR_DEPLOYMENT",
        rendered.only(Deployment.class).getMetadata().getName());

    var ofTheOperator = rendered.only(Deployment.class).getSpec().getSelector().getMatchLabels().entrySet();

    assertThat(pod.getMetadata().getLabels().entrySet().containsAll(ofTheOperator))
        .as("selected by the operator's Deployment")
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "devsession | | devsession",
      "mine | | mine-devsession",
      "mine | fullnameOverride=ds | ds",
      "a-release-name-that-is-as-long-as-helm-lets-it-be-53c | | a-release-name-that-is-as-long-as-helm-lets-it-be-53"})
  void namesDeriveFromTheRelease(String release, String set, String name) {
    var rendered = set == null ? Rendered.of(release) : Rendered.of(release, "--set", set);

    assertThat(rendered.only(Deployment.class).getMetadata().getName()).isEqualTo(name);
    assertThat(rendered.objects()).extracting(HasMetadata::getMetadata)
        .allSatisfy(m -> assertThat(m.getName().length()).isLessThanOrEqualTo(63));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "image.repositry=x | image | additional properties 'repositry' not allowed",
      "watchNamespace=shop | '' | additional properties 'watchNamespace' not allowed",
      "watchNamespaces=shop | watchNamespaces | got string, want array",
      "watchNamespaces={Shop} | watchNamespaces/0 | does not match pattern",
      "'watchNamespaces={shop,shop}' | watchNamespaces | items at 0 and 1 are equal",
      "image.repository=example.org/operator:1 | image/repository | does not match pattern",
      "proxy.image.pullPolicy=Sometimes | proxy/image/pullPolicy | must be one of",
      "proxy.resources.limits.memory=lots | proxy/resources/limits/memory | does not match pattern",
      "image.registry=https://registry.example | image/registry | does not match pattern",
      "image.digest=abc | image/digest | does not match pattern",
      "imagePullSecrets={registry} | imagePullSecrets/0 | got string, want object",
      "proxy.affinity.pool=a | proxy | additional properties 'affinity' not allowed",
      "podSecurityContext.runAsUser=0 | podSecurityContext/runAsUser | minimum: got 0, want 1",
      "proxy.podSecurityContext.runAsNonRoot=false | proxy/podSecurityContext | additional properties",
      "tolerations[0].effect=Never | tolerations/0/effect | must be one of",
      "rbac.extraRules[0].verbs={get} | rbac/extraRules/0 | missing properties",
      "gateway.labels.team=1 | gateway/labels/team | got number, want string",
      "image.tag=a b | image/tag | does not match pattern",
      "replicas=0 | replicas | minimum: got 0, want 1",
      "logLevel=LOUD | logLevel | must be one of",
      "resources.limits.memory=lots | resources/limits/memory | does not match pattern",
      "developerRole.create=maybe | developerRole/create | got string, want boolean"})
  void wrongValueIsRefusedWithItsName(String set, String place, String words) {
    var result = Tool.helm("template", "devsession", Rendered.CHART, "--set", set);

    assertThat(result.exit()).isNotZero();
    assertThat(result.err()).contains("at '" + (place.isEmpty() ? "" : "/" + place) + "'").contains(words);
  }

  @Test
  void usersGetTheirPermissionsThroughTheClustersOwnRoles() {
    var labels = Rendered.with().all(io.fabric8.kubernetes.api.model.rbac.ClusterRole.class).stream()
        .filter(r -> r.getMetadata().getName().startsWith("devsession-")).map(HasMetadata::getMetadata).toList();

    assertThat(labels).hasSize(3).anySatisfy(m -> {
      assertThat(m.getName()).isEqualTo("devsession-developer");
      assertThat(m.getLabels()).containsEntry("rbac.authorization.k8s.io/aggregate-to-edit", "true");
    }).anySatisfy(m -> assertThat(m.getLabels()).containsEntry("rbac.authorization.k8s.io/aggregate-to-view", "true"));
    assertThat(Rendered.with("--set", "developerRole.create=false")
        .all(io.fabric8.kubernetes.api.model.rbac.ClusterRole.class)).hasSize(1);
  }
}
