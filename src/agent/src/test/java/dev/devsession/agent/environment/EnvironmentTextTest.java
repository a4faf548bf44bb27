package dev.devsession.agent.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devsession.environment.ContainerChoice;
import dev.devsession.environment.ContainerEnvironment.Gap;
import dev.devsession.environment.Origin;
import dev.devsession.environment.Variable;
import dev.devsession.environment.WorkloadPod;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people see of an environment. */
class EnvironmentTextTest {
  private static final String MAY_NOT = "you may not get secrets; role r grants it";
  private static final Container APP = new ContainerBuilder().withName("app").build();
  private static final ProcessEnvironment ALL = environment(List.of(
      variable("HOST", "stock-db", new Origin.Literal(), false),
      variable("PASSWORD", "hunter2", new Origin.SecretKey("orders-db", "password"), true),
      variable("URL", "pg://hunter2@db", new Origin.Literal(), true),
      new Variable("CERT", new Variable.Known("/run/ada/etc/tls.crt"), new Origin.Literal(), false,
          Optional.of("/etc/tls.crt")),
      variable("LINES", "a\nb\u001b[31m", new Origin.ConfigMapKey("m", "k"), false),
      new Variable("KEY", new Variable.Unknown(MAY_NOT), new Origin.SecretKey("api", "key"), true, Optional.empty())));

  @Test
  void eachVariableHasItsOriginAndSecretsAreDots() {
    assertThat(EnvironmentTable.text(ALL, true)).isEqualTo("""
        HOST          stock-db               value
        PASSWORD      ••••••••               Secret orders-db, key password
        URL           ••••••••               value
        CERT          /run/ada/etc/tls.crt   value, mapped from /etc/tls.crt
        LINES         a\\nb?[31m              ConfigMap m, key k
        KEY           missing                Secret api, key key: you may not get secrets; role r grants it
        (all of it)   missing                Secret whole: you may not get secrets; role r grants it
        PATH          left out               describes the container's own system; --only PATH lets it in
        """);
  }

  @Test
  void secretsAreShownOnlyIfAskedFor() {
    assertThat(EnvironmentTable.text(ALL, false)).contains("hunter2");
    assertThat(EnvironmentTable.hidden(ALL).toString()).doesNotContain("hunter2").contains("HOST=stock-db");
  }

  @Test
  void theSummaryHasNoValues() {
    assertThat(EnvironmentLines.summary(ALL, 0).toString())
        .isEqualTo("✔ environment     5 variables of Deployment/orders; left out: PATH");
    assertThat(EnvironmentLines.summary(ALL, 2).toString())
        .isEqualTo("✔ environment     5 variables and 2 volumes of Deployment/orders; left out: PATH");
  }

  @Test
  void oneLineForEachReasonNamesAllThatIsMissingAndWhatGrantsIt() {
    assertThat(EnvironmentLines.missing(ALL)).extracting(Object::toString)
        .containsExactly("! environment     without all of Secret whole, KEY: An admin grants it with: X");
  }

  private static Variable variable(String name, String value, Origin origin, boolean secret) {
    return new Variable(name, new Variable.Known(value), origin, secret, Optional.empty());
  }

  private static ProcessEnvironment environment(List<Variable> variables) {
    var pod = new PodBuilder().withNewMetadata().withName("orders-5b9c8-x2x4z")
        .addToLabels("pod-template-hash", "5b9c8")
        .addNewOwnerReference().withKind("ReplicaSet").withName("orders-5b9c8").withController(true).endOwnerReference()
        .endMetadata().withNewSpec().withContainers(APP).endSpec().build();
    return new ProcessEnvironment(WorkloadPod.of(pod), new ContainerChoice(APP, "the only one"), variables,
        List.of(new Gap("Secret whole", MAY_NOT)), List.of("PATH"), Map.of(MAY_NOT, "An admin grants it with: X"));
  }
}
