package dev.devsession.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devsession.console.Version;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code devsession version}, and what {@code up} says of an operator or CRDs of another age. */
class VersionIT extends AgainstApiServer {
  private static final String INTERCEPT = """
      apiVersion: devsession.dev/v1alpha1
      kind: DevSession
      metadata: {name: any}
      spec: {services: [{name: orders, mode: Intercept}]}
      """;
  private static final String CLIENT = "Client Version: " + Version.current() + "\n";

  @BeforeAll
  void install() throws Exception {
    api.installCrds();
    await().until(() -> admin.namespaces().withName("kube-public").get() != null);
  }

  /** As the chart does; who may do nothing else in the cluster may read it. */
  @Test
  void operatorsVersionIsShownToEveryUserAndComparedWithOwn() throws Exception {
    publish(Version.current());
    assertThat(run("version", "--context=ada")).isEqualTo(new AgentProcess.Run(0,
        CLIENT + "Operator Version: " + Version.current() + "\n"));
    assertThat(run("version", "-o", "json").output()).isEqualToIgnoringWhitespace("{\"clientVersion\": \""
        + Version.current() + "\", \"operatorVersion\": \"" + Version.current() + "\"}");
    assertThat(run("version", "--client", "-o", "yaml").output()).contains("clientVersion: ")
        .doesNotContain("operatorVersion");

    publish("9.0.0");
    assertThat(run("version", "--context=ada")).isEqualTo(new AgentProcess.Run(0, CLIENT + "warning: the operator is "
        + "9.0.0, this devsession " + Version.current() + ", and more than one minor version apart is not supported: "
        + "install a devsession of the operator's version\nOperator Version: 9.0.0\n"));
    service("orders");
    try (var up = AgentProcess.start("up", kubeconfig, List.of("orders=3000", "--no-names"))) {
      await().untilAsserted(() -> assertThat(up.output()).contains("! operator        the operator is 9.0.0"));
      up.terminate();
    }

    admin.configMaps().inNamespace("kube-public").withName("devsession").delete();
    assertThat(run("version")).isEqualTo(new AgentProcess.Run(0, CLIENT + "warning: the operator doesn't say its "
        + "version: it is 0.3 or older, or its chart has versionInfo.create=false\n"));
  }

  @Test
  void upWithoutWordsSaysWhatThereIs() throws Exception {
    assertThat(run("up")).satisfies(run -> {
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.output()).contains("namespace " + namespace + " has no Service to run here");
    });
    service("orders");
    assertThat(run("up").output()).isEqualTo("error: name what should run here, as in  devsession up orders=3000, for "
        + "port 3000 of this machine. Services in namespace " + namespace + ": orders\n");
  }

  @Test
  void fieldThatOlderCrdsLackIsExplained() throws Exception {
    service("orders");
    var crd = admin.resources(CustomResourceDefinition.class).withName("devsessions.devsession.dev");
    var current = crd.get().getSpec();
    crd.edit(c -> {
      c.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema().getProperties().get("spec").getProperties()
          .get("services").getItems().getSchema().getProperties().remove("mode");
      c.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema().getProperties().get("spec").getProperties()
          .get("services").getItems().getSchema().setXKubernetesValidations(List.of());
      return c;
    });
    var sessions = admin.genericKubernetesResources("devsession.dev/v1alpha1", "DevSession").inNamespace(namespace);
    await().untilAsserted(() -> assertThatThrownBy(() -> sessions.load(
        new ByteArrayInputStream(INTERCEPT.getBytes(StandardCharsets.UTF_8))).dryRun()
        .fieldValidation(FieldValidateable.Validation.STRICT).create()).hasMessageContaining("unknown field"));
    try {
      assertThat(run("up", "orders=3000", "--intercept", "--no-names")).satisfies(run -> {
        assertThat(run.output()).contains("field not declared in schema", "the cluster's CRDs are older than this "
            + "devsession " + Version.current(), "kubectl apply --server-side --force-conflicts -f -");
        assertThat(run.code()).isEqualTo(2);
      });
    } finally {
      crd.edit(c -> {
        c.setSpec(current);
        return c;
      });
    }
  }

  @Test
  void withoutAClusterTheClientIsPrintedFirstAndSoon(@TempDir Path home) throws Exception {
    Files.delete(kubeconfig);
    assertThat(run("version")).isEqualTo(
        new AgentProcess.Run(0, CLIENT + "no kubeconfig, so no cluster was asked for its operator\n"));

    api.writeKubeconfig(kubeconfig, namespace);
    Files.writeString(kubeconfig, Files.readString(kubeconfig).replaceAll("https://127.0.0.1:\\d+",
        "https://127.0.0.1:1").replace("admin, context", "minikube, context")
        .replace("context: admin", "context: minikube"));
    assertThat(run("version")).isEqualTo(new AgentProcess.Run(5, CLIENT + "error: cannot reach the API server "
        + "https://127.0.0.1:1: connection refused. Is Minikube running? Try  minikube start\n"));
    assertThat(run("up")).satisfies(run -> {
      assertThat(run.code()).isEqualTo(5);
      assertThat(run.output()).endsWith("Try  minikube start\n");
    });
  }

  /** It accepts connections and never says a word. */
  @Test
  void silentServerIsGivenUpSoon() throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Files.writeString(kubeconfig, Files.readString(kubeconfig).replaceAll("https://127.0.0.1:\\d+",
          "https://127.0.0.1:" + silent.getLocalPort()));
      var start = System.nanoTime();
      assertThat(run("version")).satisfies(run -> {
        assertThat(run.code()).isEqualTo(5);
        assertThat(run.output()).startsWith(CLIENT).contains("no answer in time");
      });
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
  }

  private AgentProcess.Run run(String... arguments) throws Exception {
    return AgentProcess.run(kubeconfig, arguments);
  }

  private void service(String name) {
    admin.services().inNamespace(namespace).resource(new ServiceBuilder()
        .withNewMetadata().withName(name).endMetadata().withNewSpec().addNewPort().withPort(80).endPort().endSpec()
        .build()).create();
  }

  private void publish(String version) {
    var place = "kube-public";
    admin.resource(new ConfigMapBuilder().withNewMetadata().withName("devsession").withNamespace(place).endMetadata()
        .addToData("version", version).build()).createOr(r -> r.update());
    admin.resource(new RoleBuilder().withNewMetadata().withName("devsession-version").withNamespace(place).endMetadata()
        .withRules(new PolicyRuleBuilder().withApiGroups("").withResources("configmaps").withResourceNames("devsession")
            .withVerbs("get").build())
        .build()).createOr(r -> r.update());
    admin.resource(new RoleBindingBuilder().withNewMetadata().withName("devsession-version").withNamespace(place)
        .endMetadata().withNewRoleRef("rbac.authorization.k8s.io", "Role", "devsession-version")
        .addNewSubject("rbac.authorization.k8s.io", "Group", "system:authenticated", null).build())
        .createOr(r -> r.update());
  }
}
