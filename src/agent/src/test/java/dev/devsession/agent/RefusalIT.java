package dev.devsession.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A ServiceAccount with all rights but one: which one it is, and whose, is told as the API server says it. */
class RefusalIT extends AgainstApiServer {

  private record Right(String group, String resource, List<String> verbs) {}

  private static final List<Right> RIGHTS = List.of(
      new Right("devsession.dev", "devsessions", List.of("get", "list", "watch", "create", "patch", "delete")),
      new Right("", "services", List.of("get", "list", "watch")),
      new Right("discovery.k8s.io", "endpointslices", List.of("list", "watch")),
      new Right("", "pods/portforward", List.of("get", "create")));

  @BeforeAll
  void install() throws IOException {
    api.installCrds();
  }

  @ParameterizedTest
  @CsvSource({"list, devsessions, devsessions.devsession.dev, devsession, devsession-developer, list",
      "get, devsessions, devsessions.devsession.dev, devsession, devsession-developer, status ada",
      "watch, devsessions, devsessions.devsession.dev, devsession, devsession-developer, status ada --watch",
      "list, services, services, view, view, hosts --via=ClusterIP --hosts-file=HOSTS",
      "watch, services, services, view, view, hosts --via=ClusterIP --hosts-file=HOSTS",
      "list, services, services, devsession, devsession-developer, up orders=3000 --no-names",
      "get, pods/portforward, pods/portforward, devsession, devsession-developer, up orders=3000 --no-names",
      "create, devsessions, devsessions.devsession.dev, devsession, devsession-developer, "
          + "up orders=3000 --name=new --no-names"})
  void theMissingRightIsNamedWithTheServersNameOfTheUserAndTheGrantThatHelps(String verb, String resource, String kind,
      String binding, String role, String command, @TempDir Path directory) throws Exception {
    admin.load(new ByteArrayInputStream("""
        apiVersion: v1
        kind: Service
        metadata: {name: orders}
        spec: {ports: [{port: 80}]}
        ---
        apiVersion: devsession.dev/v1alpha1
        kind: DevSession
        metadata: {name: ada}
        spec: {services: [{name: orders, ports: [{hostPort: 3000}]}]}
        """.getBytes(StandardCharsets.UTF_8))).inNamespace(namespace).create();
    logInAsDev1(verb, resource);
    Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
    assertThat(AgentProcess.run(kubeconfig, command.replace("HOSTS", hosts.toString()).split(" "))).satisfies(run -> {
      String subject = "system:serviceaccount:" + namespace + ":dev1";
      assertThat(run.output()).containsPattern("you may not " + verb + "(?: on)? " + kind + " in namespace " + namespace
          + " \\(" + subject + "\\)");
      assertThat(run.output()).contains("kubectl create rolebinding " + namespace + "-dev1-" + binding
          + " --clusterrole=" + role + " --serviceaccount=" + namespace + ":dev1 -n " + namespace)
          .doesNotContain("label", "Exception");
      assertThat(run.code()).as(run.output()).isEqualTo(3);
    });
    assertThat(hosts).content().isEqualTo("127.0.0.1 localhost\n");
  }

  /** The kubeconfig calls this user {@code label}. */
  private void logInAsDev1(String verb, String resource) throws IOException {
    List<PolicyRule> rules = new ArrayList<>();
    for (Right right : RIGHTS) {
      rules.add(new PolicyRuleBuilder().withApiGroups(right.group()).withResources(right.resource())
          .withVerbs(right.verbs().stream().filter(v -> !right.resource().equals(resource) || !v.equals(verb)).toList())
          .build());
    }
    admin.resource(new ServiceAccountBuilder().withNewMetadata().withName("dev1").withNamespace(namespace).endMetadata()
        .build()).create();
    admin.resource(new RoleBuilder().withNewMetadata().withName("most").withNamespace(namespace).endMetadata()
        .withRules(rules.stream().filter(rule -> !rule.getVerbs().isEmpty()).toList()).build()).create();
    admin.resource(new RoleBindingBuilder().withNewMetadata().withName("most").withNamespace(namespace).endMetadata()
        .withNewRoleRef("rbac.authorization.k8s.io", "Role", "most")
        .addNewSubject("", "ServiceAccount", "dev1", namespace).build()).create();
    String token = admin.serviceAccounts().inNamespace(namespace).withName("dev1").tokenRequest(
        new TokenRequestBuilder().withNewSpec().endSpec().build()).getStatus().getToken();
    Files.writeString(kubeconfig, Files.readString(kubeconfig)
        .replace("{name: ada, user: {token: ada-token}}", "{name: label, user: {token: " + token + "}}")
        .replace("user: ada", "user: label").replace("current-context: admin", "current-context: ada"));
  }
}
