package dev.devsession.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API server says of a missing right, in the words of its releases 1.31 to 1.35. */
class RefusalTest {

  private static final String DEV1 = "system:serviceaccount:shop:dev1";

  @Test
  void verbResourceNamespaceAndSubjectAreTheServersAndTheGrantHelpsThatSubject() {
    assertThat(explain(403, "services is forbidden: User \"" + DEV1
        + "\" cannot watch resource \"services\" in API group \"\" in the namespace \"shop\""))
        .isEqualTo("you may not watch services in namespace shop (" + DEV1
            + "). An admin grants it (get, list and watch on services) with: kubectl create rolebinding "
            + "shop-dev1-view --clusterrole=view --serviceaccount=shop:dev1 -n shop");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "watch | devsessions | devsession.dev | rolebinding ada-devsession --clusterrole=devsession-developer",
      "list | endpointslices | discovery.k8s.io | rolebinding ada-devsession --clusterrole=devsession-developer",
      "create | pods/portforward | '' | rolebinding ada-devsession --clusterrole=devsession-developer",
      "list | deployments | apps | rolebinding ada-view --clusterrole=view",
      "patch | deployments | apps | rolebinding ada-edit --clusterrole=edit"})
  void anotherRightThanTheAttemptedOneIsNamedAsItself(String verb, String resource, String group, String grant) {
    assertThat(explain(403, "x is forbidden: User \"ada\" cannot " + verb + " resource \"" + resource
        + "\" in API group \"" + group + "\" in the namespace \"shop\": RBAC: role not found"))
        .contains("you may not " + verb + " " + resource, "in namespace shop (ada)", "(" + verb + " on " + resource,
            "kubectl create " + grant + " --user=ada -n shop")
        .doesNotContain("services");
  }

  @Test
  void withoutANamespaceItIsOfTheWholeCluster() {
    assertThat(explain(403, "services is forbidden: User \"ada\" cannot list resource \"services\" in API group \"\" "
        + "at the cluster scope")).contains("you may not list services in all namespaces (ada)",
            "kubectl create clusterrolebinding ada-view --clusterrole=view --user=ada");
    assertThat(explain(403, "nodes is forbidden: User \"ada\" cannot list resource \"nodes\" in API group \"\" "
        + "at the cluster scope")).isEqualTo("you may not list nodes (ada). An admin grants it (list on nodes)"
            + " with a ClusterRole of their own");
    assertThat(explain(403, "forbidden: User \"ada\" cannot get path \"/version\"")).contains("may not get /version");
  }

  @Test
  void aNameWithQuotesIsReadWhole() {
    assertThat(Refusal.parse("User \"a \\\"b\\\" c\" cannot get resource \"x\" in API group \"\"")).hasValueSatisfying(
        refusal -> assertThat(refusal.subject().name()).isEqualTo("a \"b\" c"));
  }

  @Test
  void aPolicysRefusalIsToldInItsOwnWordsAndOffersNoGrant() {
    assertThat(explain(403, "devsessions \"ada\" is forbidden: exceeded quota: compute"))
        .isEqualTo(
            "the API server refused to list services: devsessions \"ada\" is forbidden: exceeded quota: compute");
  }

  @Test
  void aRefusalWithoutReasonLeavesTheSubjectToTheReader() {
    assertThat(explain(403, "Forbidden")).contains("you may not list services in namespace shop",
        "--user=USER").doesNotContain("label");
  }

  @Test
  void whoIsUnknownToTheServerIsToldToLogIn() {
    assertThat(explain(403, "User \"system:anonymous\" cannot get path \"/api\"")).contains("renew the credentials");
    assertThat(explain(401, "Unauthorized")).contains("renew the credentials");
  }

  private static String explain(int code, String message) {
    Config config = Config.empty();
    config.setMasterUrl("https://kube.test/");
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      return new ApiErrors(client, Optional.of("shop")).explain(new KubernetesClientException(
          new StatusBuilder().withCode(code).withMessage(message).build())).getMessage();
    }
  }
}
