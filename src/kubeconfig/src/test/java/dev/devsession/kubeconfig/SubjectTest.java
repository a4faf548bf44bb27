package dev.devsession.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectTest {
  @ParameterizedTest
  @CsvSource(quoteCharacter = '"', value = {
      "ada, kubectl create rolebinding ada-devsession --clusterrole=devsession-developer --user=ada -n shop",
      "ada@example.com, kubectl create rolebinding ada-example.com-devsession --clusterrole=devsession-developer "
          + "--user=ada@example.com -n shop",
      "system:serviceaccount:ci:builder, kubectl create rolebinding ci-builder-devsession "
          + "--clusterrole=devsession-developer --serviceaccount=ci:builder -n shop",
      "ada l; rm, kubectl create rolebinding ada-l-rm-devsession --clusterrole=devsession-developer "
          + "--user='ada l; rm' -n shop"})
  void grantIsACommandToPaste(String user, String command) {
    assertThat(new Subject(user).grant("devsession-developer", "shop")).isEqualTo(command);
  }

  @Test
  void eachRoleHasABindingOfItsOwn() {
    assertThat(new Subject("ada").grant("devsession-developer-secrets", "shop")).startsWith(
        "kubectl create rolebinding ada-devsession-developer-secrets --clusterrole=devsession-developer-secrets ");
  }
}
