package dev.devsession.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code devsession up} against a real API server; the test is the operator. */
abstract class UpRuns extends AgainstApiServer {
  static final String HOSTS = "127.0.0.1 localhost\n";

  Path directory;
  Path hosts;
  private final List<AgentProcess> agents = new ArrayList<>();

  @BeforeAll
  void installCrds() throws IOException {
    api.installCrds();
  }

  @BeforeEach
  void prepare(@TempDir Path directory) throws IOException {
    this.directory = directory;
    hosts = Files.writeString(directory.resolve("hosts"), HOSTS);
    service("orders", port());
    service("stock", port());
  }

  @AfterEach
  void end() {
    agents.forEach(AgentProcess::close);
    agents.clear();
  }

  int port() {
    return 18_480 + tests;
  }

  private void service(String name, int port) {
    admin.resource(new ServiceBuilder().withNewMetadata().withName(name).withNamespace(namespace).endMetadata()
        .withNewSpec().addNewPort().withPort(port).endPort().endSpec().build()).create();
  }

  AgentProcess up(String... arguments) throws IOException {
    var all = new ArrayList<>(List.of("--hosts-file", hosts.toString()));
    all.addAll(List.of(arguments));
    var agent = AgentProcess.start("up", kubeconfig, all);
    agents.add(agent);
    return agent;
  }

  static void awaitOutput(AgentProcess agent, String text) {
    await().untilAsserted(() -> assertThat(agent.output()).contains(text));
  }

  /** Says of a session what the operator would. */
  void status(String session, String accepted, String services) {
    await().until(() -> session(session).get() != null);
    api.patchStatus(namespace, session, """
        status:
          observedGeneration: 1
          conditions:
          - {type: Accepted, lastTransitionTime: "2026-01-31T10:00:00Z", %s}
          services: [%s]
        """.formatted(accepted, services));
  }

  void accept(String session, String services) {
    status(session, "status: 'True', reason: Accepted, message: x", services);
  }

  Resource<GenericKubernetesResource> session(String name) {
    return admin.genericKubernetesResources("devsession.dev/v1alpha1", "DevSession").inNamespace(namespace)
        .withName(name);
  }
}
