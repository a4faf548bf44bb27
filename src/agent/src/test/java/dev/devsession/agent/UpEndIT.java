package dev.devsession.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code devsession up} says at its end. */
class UpEndIT extends UpRuns {
  private static final String SWAPPED = "{name: orders, state: Swapped, holder: ada, originalReplicas: 3}";

  @Test
  void withoutTheApiServerItSaysAtOnceWhatStaysAndEnds() throws Exception {
    var agent = up("--name", "ada", "orders=3000", "--no-names");
    accept("ada", SWAPPED);
    awaitOutput(agent, "3 replicas scaled to zero");
    var start = System.nanoTime();
    api.freeze();
    try {
      ProcessHandle.of(agent.pid()).orElseThrow().destroy();
      await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(agent.output()).contains(
          "! not deleted     the API server https://127.0.0.1:", " doesn't answer. If that lasts, session " + namespace
              + "/ada stays; the originals run again by themselves, 60 s after the gateway has lost this machine. "
              + "End it later with  devsession leave ada -n " + namespace));
      assertThat(agent.exitCode()).as(agent.output()).isEqualTo(5);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
      assertThat(agent.output()).doesNotContain("clean-up", "restored");
    } finally {
      api.thaw();
    }
  }

  @Test
  void whatWasNeverSwappedIsNotRestored() throws Exception {
    var agent = up("--name", "ada", "orders=3000", "--no-names");
    accept("ada", "{name: orders, state: Queued, holder: bob, message: bob has it}");
    awaitOutput(agent, "Queued: bob has it");
    assertThat(agent.terminate()).isZero();
    assertThat(agent.output()).contains("✔ deleted         session " + namespace + "/ada; no service was swapped")
        .doesNotContain("restored");
  }

  @Test
  void whatTheNextSessionTookOverIsNotRestored() throws Exception {
    var agent = up("--name", "ada", "orders=3000", "--no-names");
    accept("ada", SWAPPED);
    awaitOutput(agent, "3 replicas scaled to zero");
    declare("bob");
    accept("bob", "{name: orders, state: ProxyStarting, holder: bob}");
    assertThat(agent.terminate()).isZero();
    assertThat(agent.output()).contains("  orders          not restored: session " + namespace + "/bob has it now")
        .doesNotContain("✔ restored");
  }

  @Test
  void theEndOfTheNamespaceIsCalledThat() throws Exception {
    var agent = up("--name", "ada", "orders=3000", "--no-names");
    accept("ada", SWAPPED);
    awaitOutput(agent, "3 replicas scaled to zero");
    admin.namespaces().withName(namespace).delete();
    session("ada").delete();
    assertThat(agent.exitCode()).isEqualTo(7);
    assertThat(agent.output()).contains("error: namespace " + namespace + " is being deleted, and session " + namespace
        + "/ada and all services with it").doesNotContain("restored", "another user");
  }

  private void declare(String name) {
    var session = new GenericKubernetesResource();
    session.setApiVersion("devsession.dev/v1alpha1");
    session.setKind("DevSession");
    session.setMetadata(new ObjectMetaBuilder().withName(name).build());
    session.setAdditionalProperty("spec", Map.of("services", List.of(Map.of("name", "orders"))));
    admin.resource(session).inNamespace(namespace).create();
  }
}
