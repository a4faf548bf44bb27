package dev.devsession.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart, its notes and its upgrade on a real API server. */
class InstallIT {
  private static final String RESTRICTED = "pod-security.kubernetes.io/";
  static ApiServer server;

  @BeforeAll
  static void start() {
    server = new ApiServer();
    server.namespace(Rendered.NAMESPACE, Map.of(RESTRICTED + "enforce", "restricted", RESTRICTED + "warn", "restricted",
        RESTRICTED + "enforce-version", "latest"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyPodPassesTheRestrictedStandard() {
    assertThat(Rendered.with().pods()).allSatisfy(pod -> create(pod(pod)));
    create(pod(Rendered.tests().only(Deployment.class).getSpec().getTemplate()));
    create(Rendered.tests().only(Pod.class));
    for (var pod : Rendered.with().pods()) {
      var lax = new PodBuilder(pod(pod)).editSpec().editFirstContainer().editSecurityContext()
          .withCapabilities(null).endSecurityContext().endContainer().endSpec().build();
      assertThatThrownBy(() -> create(lax)).isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("violates PodSecurity");
    }
  }

  @Test
  void chartUpgradesFromAnOlderVersionAndTheDocumentedCommandUpgradesItsCrds(@TempDir Path old) throws IOException {
    var chart = olderChart(old);
    Tool.helm(server.environment(), "install", "devsession", chart.toString(), "--namespace", Rendered.NAMESPACE)
        .orFail();
    assertThat(crdHasSuspend()).isFalse();

    var upgrade = Tool.helm(server.environment(), "upgrade", "devsession", Rendered.CHART, "--namespace",
        Rendered.NAMESPACE);
    assertThat(upgrade.err()).as("warnings").isEmpty();
    upgrade.orFail();
    assertThat(crdHasSuspend()).as("helm leaves CRDs alone").isFalse();

    var documented = documented("kubectl apply --server-side");
    var withoutForce = Tool.shell(server.environment(), "cd .. && " + documented.replace("--force-conflicts", ""));
    assertThat(withoutForce.err()).contains("conflict with \"helm\"");
    Tool.shell(server.environment(), "cd .. && " + documented).orFail();
    assertThat(crdHasSuspend()).isTrue();

    assertNotesWork(upgrade.out());
    assertSecondReleaseIsRefused();
  }

  /** The agent's own tests cover the agent's commands. */
  private static void assertNotesWork(String notes) {
    assertThat(notes).contains("devsession up orders=3000");
    var command = notes.lines().filter(line -> line.startsWith("See who swaps what:")).findFirst().orElseThrow();
    var result = Tool.shell(server.environment(), command.substring(command.indexOf("kubectl")));
    result.orFail();
    assertThat(result.err()).contains("No resources found");
  }

  private static void assertSecondReleaseIsRefused() {
    var second = Tool.helm(server.environment(), "install", "second", Rendered.CHART, "--namespace",
        Rendered.NAMESPACE, "--set", "watchNamespaces={default}", "--set", "developerRole.create=false",
        "--set", "tlsSecretPolicy.create=false", "--set", "versionInfo.create=false");
    assertThat(second.exit()).isNotZero();
    assertThat(second.err()).contains("devsession-own-namespace");
  }

  /** An older version of this chart, whose CRD lacks a field. */
  private static Path olderChart(Path folder) throws IOException {
    var chart = folder.resolve("devsession");
    Tool.run(Map.of(), "cp", "-r", Rendered.CHART, chart.toString()).orFail();
    replace(chart.resolve("Chart.yaml"), "(?m)^(version|appVersion): .*$", "$1: 0.0.9");
    replace(chart.resolve("crds/devsessions.devsession.dev.yaml"), "(?m)^( +)suspend:\n(\\1 .*\n)+", "");
    return chart;
  }

  private static void replace(Path file, String pattern, String by) throws IOException {
    var before = Files.readString(file);
    var after = before.replaceAll(pattern, by);
    assertThat(after).isNotEqualTo(before);
    Files.writeString(file, after);
  }

  private static boolean crdHasSuspend() {
    return server.admin().apiextensions().v1().customResourceDefinitions().withName("devsessions.devsession.dev").get()
        .getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema().getProperties().get("spec").getProperties()
        .containsKey("suspend");
  }

  /** The command in the chart's README that begins so. */
  private static String documented(String begin) throws IOException {
    return Files.readAllLines(Path.of(Rendered.CHART, "README.md")).stream().filter(l -> l.startsWith(begin))
        .findFirst().orElseThrow();
  }

  private static Pod pod(PodTemplateSpec template) {
    return new PodBuilder().withNewMetadata().withName("p").withNamespace(Rendered.NAMESPACE).endMetadata()
        .withSpec(template.getSpec()).build();
  }

  private static void create(Pod pod) {
    server.admin().resource(pod).dryRun().create();
  }
}
